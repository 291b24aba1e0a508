using RaptorFlow.Guild.Research.Audience;
using RaptorFlow.Guild.Research.ChannelMix;
using RaptorFlow.Guild.Research.CompanyFundamentals;
using RaptorFlow.Guild.Research.Competition;
using RaptorFlow.Guild.Research.DeepDive;
using RaptorFlow.Guild.Research.Industry;
using RaptorFlow.Guild.Research.Market;
using RaptorFlow.Guild.Research.Trends;
using RaptorFlow.Guild.Research.Verification;
using RaptorFlow.Guilds;

namespace RaptorFlow.Guild.Research;

/// <summary>Finds out: who the company is, who buys, how large the market is, where it is going, who competes, and where people can be reached.</summary>
public sealed class ResearchGuild : IGuild
{
    /// <inheritdoc/>
    public string Name => "research";

    /// <inheritdoc/>
    public string DisplayName => "Research Guild";

    /// <inheritdoc/>
    public void Configure(IGuildBuilder guild)
    {
        ArgumentNullException.ThrowIfNull(guild);
        guild
            .AddBehaviour<FundamentalsAgent>("fundamentals")
            .AddBehaviour<CompanyDeepDiveAgent>("company-deep-dive")
            .AddBehaviour<PersonasAgent>("personas")
            .AddBehaviour<MarketAgent>("market")
            .AddBehaviour<IndustryAgent>("industry")
            .AddBehaviour<TrendsAgent>("trends")
            .AddBehaviour<CompetitorsAgent>("competitors")
            .AddBehaviour<ChannelsAgent>("channels")
            .AddBehaviour<SourceVerificationAgent>("source-verification");
    }
}
