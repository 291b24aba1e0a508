using System.CommandLine;
using RaptorFlow.Cli.Api;
using RaptorFlow.Cli.Terminal;
using Spectre.Console;

namespace RaptorFlow.Cli.Commands;

/// <summary>Who is there to work.</summary>
internal static class AgentsCommand
{
    public static Command Create(Connection connection, CliEnvironment environment)
    {
        var list = new Command("list", "Every agent with its guild, tier and capabilities");
        list.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = await connection.OpenAsync(parsed, cancellationToken);
            var agents = (await client.GetAsync<ItemList<AgentView>>("/api/agents/registry", cancellationToken)).Items;
            if (environment.Interactive)
                environment.Console.Write(Draw(agents));
            else
                Print(agents, environment.Out);
            return 0;
        });
        return new Command("agents", "The agents of this installation") { list };
    }

    private static Table Draw(IReadOnlyList<AgentView> agents)
    {
        var table = new Table { Border = TableBorder.Rounded }.AddColumns("Code", "Agent", "Guild", "Tier", "Capabilities");
        foreach (var agent in agents)
        {
            var state = agent.Available ? "" : $"\n[yellow]{(CleanText.Of(agent.Reason) is { Length: > 0 } why ? why : "not available").EscapeMarkup()}[/]";
            table.AddRow(
                CleanText.Of(agent.Code).EscapeMarkup(),
                $"{CleanText.Of(agent.Name).EscapeMarkup()}{state}",
                CleanText.Of(agent.GuildName ?? agent.Guild).EscapeMarkup(),
                CleanText.Of(agent.Tier).EscapeMarkup(),
                CleanText.Of(Capabilities(agent)).EscapeMarkup());
        }
        return table;
    }

    private static void Print(IReadOnlyList<AgentView> agents, TextWriter output)
    {
        foreach (var agent in agents)
        {
            var state = agent.Available ? "available" : $"not available: {agent.Reason}";
            output.WriteLine(string.Join('\t', new[] { agent.Code, agent.Name, agent.GuildName ?? agent.Guild, agent.Tier, Capabilities(agent), state }.Select(CleanText.Of)));
        }
    }

    private static string Capabilities(AgentView agent) => string.Join(", ", agent.Capabilities.Select(c => c.Name));
}
