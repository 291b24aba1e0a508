using System.Globalization;
using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;
using RaptorFlow.Sources;

namespace RaptorFlow.Guild.Research.Competition;

/// <summary>Step 7: who competes with what, from the evidence alone.</summary>
internal sealed class CompetitorsAgent : Agent<ResearchInput, CompetitorAnalysis>
{
    private const string NotStated = "which products it meets";

    protected override IEnumerable<SourceQuestion> Questions(ResearchInput input, AgentContext context) => GatheredSites.Questions(input);

    protected override ValueTask<Draft<CompetitorAnalysis>> DraftAsync(ResearchInput input, AgentContext context, CancellationToken cancellationToken)
    {
        var facts = input.Fundamentals;
        var book = new FactBook(input, facts.Company.BriefLanguage);
        var rivals = facts.Competitors.Where(c => !Instructions.Speaks(c.Name)).Select(c => RivalText.Of(c, book)).ToList();
        var meeting = new ProductMeeting(facts);
        var meets = rivals.SelectMany(r => meeting.Of(r, book).Select(m => (r.Fact.Id, Meets: m))).ToLookup(m => m.Id, m => m.Meets, StringComparer.Ordinal);
        var sites = new GatheredSites(input, context.Gathered);
        var (focus, reason) = Focus(facts, rivals, meets);
        var views = rivals.Select(r => View(r, [.. meets[r.Fact.Id]], book, sites)).OrderByDescending(v => focus.Contains(v.Id, StringComparer.Ordinal)).ToList();
        var analysis = new CompetitorAnalysis
        {
            Competitors = views,
            FocusIds = focus,
            FocusReason = reason,
            Matrix = rivals.Count == 0 ? [] : [.. CompetitorMatrix.Of(facts, rivals, meets, book), .. sites.Rows([.. rivals.Select(r => r.Fact)])],
            Map = new PositioningAxes(book).Map([(facts.Company.Name, true, OurTexts(facts, book)), .. rivals.Select(r => (r.Fact.Name, false, r.Told))]),
            UncontestedInBrief = rivals.Count == 0 ? [] : [.. Uncontested(facts, meets)],
            Gaps = rivals.Count == 0 ? [] : [.. Gaps(facts, rivals, book)],
        };
        var questions = CompetitorQuestions.For(facts, analysis).Take(6).ToList();
        return ValueTask.FromResult(new Draft<CompetitorAnalysis>
        {
            Output = analysis,
            OpenQuestions = questions,
            ConstraintsApplied = [.. facts.Constraints.Where(c => c.Subject == ConstraintSubject.Comparison).Select(c => new ConstraintUse(c.Id, "every cell quotes its source and nothing is said of a competitor that the evidence does not hold"))],
            Confidence = Confidence.FromEvidence(
                views.Sum(v => 3 - v.Unknown.Count),
                Math.Max(1, views.Count * 3),
                Wording.Origins(views.SelectMany(v => v.Known).SelectMany(k => k.Evidence)),
                questions.Count),
        });
    }

    protected override IEnumerable<OutputProblem> Validate(ResearchInput input, CompetitorAnalysis output, AgentContext context)
    {
        var ids = input.Fundamentals.Competitors.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        var products = input.Fundamentals.Products.Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < output.Competitors.Count; i++)
        {
            var view = output.Competitors[i];
            var path = string.Create(CultureInfo.InvariantCulture, $"competitors[{i}]");
            if (!ids.Contains(view.Id))
                yield return new($"{path}.id", $"{view.Id} is no competitor of the fundamentals.");
            foreach (var product in view.MeetsProductIds.Where(p => !products.Contains(p)))
                yield return new($"{path}.meets_product_ids", $"{product} is no product of the fundamentals.");
        }
        foreach (var id in output.FocusIds.Where(id => output.Competitors.All(c => c.Id != id)))
            yield return new("focus_ids", $"{id} is not among the competitors.");
        foreach (var point in output.Map?.Points.Where(p => Math.Abs(p.X) > 1 || Math.Abs(p.Y) > 1) ?? [])
            yield return new("map.points", $"{point.Name} must lie between −1 and 1.");
    }

    private static CompetitorView View(RivalText rival, IReadOnlyList<(ProductFact Product, Evidence By, string Shared)> meets, FactBook book, GatheredSites sites)
    {
        var known = rival.Told.Select(t => Finding.Stated($"{rival.Fact.Name}: “{t.Quote}”", t))
            .Concat(meets.Select(m => Finding.Derived($"{rival.Fact.Name} meets {m.Product.Name}.", $"shares with its name: {m.Shared}", m.By)))
            .Concat(rival.Named.Select(n => Finding.Stated($"{rival.Fact.Name} is also named in “{n.Quote}”.", n)))
            .Concat(sites.Known(rival.Fact));
        var unknown = new[]
        {
            ("price", CompetitorMatrix.Telling(rival, "price", book) is null),
            ("audience", CompetitorMatrix.Telling(rival, "audience", book) is null),
            (NotStated, meets.Count == 0),
        };
        return new()
        {
            Id = rival.Fact.Id,
            Name = rival.Fact.Name,
            MeetsProductIds = [.. meets.Select(m => m.Product.Id)],
            Known = [.. known],
            Unknown = [.. unknown.Where(u => u.Item2).Select(u => u.Item1)],
        };
    }

    /// <summary>Those the goal names; else those that meet a product the goal speaks of; else those whose note shares words with its audience.</summary>
    private static (IReadOnlyList<string> Ids, string? Reason) Focus(Fundamentals facts, List<RivalText> rivals, ILookup<string, (ProductFact Product, Evidence By, string Shared)> meets)
    {
        if (facts.Goal is not { } goal)
            return ([], null);
        var named = goal.CompetitorIds.Where(id => rivals.Exists(r => r.Fact.Id == id)).ToList();
        if (named.Count > 0)
            return (named, goal.CompetitorReason ?? $"The goal speaks of {Wording.List(rivals.Where(r => named.Contains(r.Fact.Id)).Select(r => r.Fact.Name))}.");
        var products = rivals.Where(r => meets[r.Fact.Id].Any(m => goal.ProductIds.Contains(m.Product.Id, StringComparer.Ordinal))).ToList();
        if (products.Count > 0)
            return ([.. products.Select(r => r.Fact.Id)], $"The goal speaks of {Wording.List(facts.Products.Where(p => goal.ProductIds.Contains(p.Id, StringComparer.Ordinal)).Select(p => p.Name))}, which {Wording.List(products.Select(r => r.Fact.Name))} meets by the brief's own note.");
        var language = facts.Company.BriefLanguage;
        var audience = goal.Audience is null ? [] : rivals.Where(r => r.Told.Any(t => Words.Overlap(t.Quote, goal.Audience, language) >= 0.5)).ToList();
        return audience.Count > 0
            ? ([.. audience.Select(r => r.Fact.Id)], $"What is said of {Wording.List(audience.Select(r => r.Fact.Name))} shares its words with the goal's audience “{goal.Audience}”.")
            : ([], null);
    }

    private static IReadOnlyList<Evidence> OurTexts(Fundamentals facts, FactBook book) =>
    [
        .. facts.Differentiators.Select(d => d.Evidence), .. facts.Segments.Where(s => s.Priority == SegmentPriority.Primary).Select(s => s.Evidence),
        .. book.Under("brand_voice.adjectives"), .. book.Under("type"), .. book.Under("revenue_model"), .. facts.Scope.Evidence,
    ];

    private static IEnumerable<Finding> Uncontested(Fundamentals facts, ILookup<string, (ProductFact Product, Evidence By, string Shared)> meets)
    {
        var met = meets.SelectMany(m => m).Select(m => m.Product.Id).ToHashSet(StringComparer.Ordinal);
        return facts.Products.Where(p => !met.Contains(p.Id))
            .Select(p => Finding.Derived($"{p.Name}: uncontested in what we were told, which is not the same as uncontested.", "no named competitor's note shares its words", p.Evidence));
    }

    private static IEnumerable<Finding> Gaps(Fundamentals facts, List<RivalText> rivals, FactBook book) => facts.Differentiators
        .Where(d => rivals.TrueForAll(r => r.Told.All(t => Words.Overlap(d.Text, t.Quote, book.LanguageOf(t)) < 0.34)))
        .Select(d => Finding.Derived($"No competitor is said to claim: “{d.Text}”", $"compared with what is told of {Wording.List(rivals.Select(r => r.Fact.Name))}", d.Evidence));
}
