using System.Globalization;
using RaptorFlow.Agents;
using RaptorFlow.Marketing;
using RaptorFlow.Muse.Copy;
using RaptorFlow.Muse.Storyteller;

namespace RaptorFlow.Muse.Pillars;

/// <summary>A pillar before its share is worked out.</summary>
internal sealed record PillarDraft(string Name, double Weight, IReadOnlyList<Finding> Why, IReadOnlyList<string> PersonaIds, IReadOnlyList<ContentTopic> Topics);

/// <summary>Finds the subjects the company can speak about with right.</summary>
internal sealed class PillarDrafts
{
    private readonly ContentInput _input;
    private readonly Fundamentals _facts;
    private readonly AgentContext _context;
    private readonly PhraseBook? _book;
    private readonly Wording _wording;
    private readonly TopicFactory _topics;
    private readonly IReadOnlyList<Differentiator> _ranked;
    private readonly Persona? _first;

    public PillarDrafts(ContentInput input, AgentContext context)
    {
        (_input, _facts, _context) = (input, input.Fundamentals, context);
        Language = input.Messages.Language;
        _book = _facts.Company.CopyLanguage.Split('-')[0] == _facts.Company.BriefLanguage.Split('-')[0] ? PhraseBook.For(Language) : null;
        _wording = new(_book, input, _facts);
        Rules = new(_facts, input.DeepDive.Voice.AvoidWords, Language);
        _topics = new(input, _book, _wording, Rules, context.Card.Limit("title_max_chars", 110));
        var order = input.Positioning.Candidates.Where(c => c.Total > 0).SelectMany(c => c.DifferentiatorIds).Distinct(StringComparer.Ordinal).ToList();
        _ranked = [.. _facts.Differentiators.Where(d => order.Contains(d.Id) && Rules.Offence(Phrase(d)) is null).OrderBy(d => order.IndexOf(d.Id))];
        _first = input.Personas.People.Where(MessageHouseBuilder.CanBeAddressed).OrderByDescending(p => p.InGoal).FirstOrDefault();
    }

    public string Language { get; }

    public CopyRules Rules { get; }

    public IReadOnlyList<PillarDraft> All() =>
        [.. new[] { Position(), Product(), Comparison(), Audience(), Story(), Range() }.OfType<PillarDraft>().Where(p => p.Topics.Count > 0)
            .DistinctBy(p => p.Name, StringComparer.OrdinalIgnoreCase).Take(_context.Card.Limit("pillars_max", 5))];

    private PillarDraft? Position()
    {
        if (_ranked.Count == 0)
            return null;
        var winner = _ranked[0];
        var topics = new List<ContentTopic>();
        if (_facts.Goal is { Audience: { Length: > 0 } audience } goal)
            topics.AddRange(_topics.Make("change", "guide", [goal.Evidence, winner.Evidence], null, ("audience", Wording.Capital(audience)), ("name", _facts.Company.Name)));
        topics.AddRange(_topics.Make("detail", "story", [winner.Evidence], Proof(winner), ("phrase", Phrase(winner))));
        if (_first is not null)
            topics.AddRange(_topics.Make("meaning", "answer", [winner.Evidence, _first.Evidence], null, ("phrase", Phrase(winner)), ("role", MessageHouseBuilder.Role(_first.Role))));
        return new(Name(winner), _context.Card.Parameter("weight_position", 3),
            [Finding.Derived($"It is what {_facts.Company.Name} stands for by step 8.", "The winner among the positioning candidates.", winner.Evidence)], People(true), topics);
    }

    private PillarDraft? Product()
    {
        var product = _facts.Products.FirstOrDefault(p => _facts.Goal?.ProductIds.Contains(p.Id) ?? false) ?? _facts.Products.FirstOrDefault(p => Rules.Offence(p.Name) is null);
        if (product is null || Rules.Offence(product.Name) is not null)
            return null;
        var topics = Beginning(product).ToList();
        topics.AddRange(_topics.Make("answers", "answer", [product.Evidence], "the questions customers really ask, from sales or the counter", ("product", Short(product))));
        if (_facts.Goal is { Period: { } period } goal && goal.Evidence.Quote.Contains(period.Text, StringComparison.Ordinal))
            topics.AddRange(_topics.Make("season", "calendar", [goal.Evidence, product.Evidence], null, ("period", Wording.Capital(period.Text)), ("product", Short(product))));
        if (_first is not null)
            topics.AddRange(_topics.Make("guide", "guide", [product.Evidence, _first.Evidence], null, ("product", Short(product)), ("role", MessageHouseBuilder.Role(_first.Role))));
        var inGoal = _facts.Goal?.ProductIds.Contains(product.Id) ?? false;
        return new(Short(product), _context.Card.Parameter("weight_product", 3),
            [inGoal ? Finding.Derived("The goal speaks of this product.", "Named in the goal.", _facts.Goal!.Evidence, product.Evidence) : Finding.Derived("It is the first product the brief names.", "The goal names none.", product.Evidence)],
            People(true), topics);
    }

    /// <summary>What comes first depends on what is sold: software is started, goods and services are chosen, a cause is explained.</summary>
    private IEnumerable<ContentTopic> Beginning(ProductFact product) => _facts.Model.Kind switch
    {
        BusinessKind.Subscription or BusinessKind.UsageBased or BusinessKind.Marketplace => _topics.Make("start", "tutorial", [product.Evidence], null, ("product", Short(product))),
        BusinessKind.Nonprofit or BusinessKind.PublicSector => _topics.Make("detail", "story", [product.Evidence], null, ("phrase", Short(product))),
        _ => _topics.Make("choose", "guide", [product.Evidence], null, ("product", Short(product))),
    };

    private PillarDraft? Comparison()
    {
        if (!Rules.MayCompare || _book is null)
            return null;
        var date = _context.Today.ToString("MMMM yyyy", CultureInfo.GetCultureInfo(Language));
        var focus = _facts.Competitors.OrderBy(c => _input.Competitors.FocusIds.Contains(c.Id) ? 0 : 1).ThenBy(c => c.Note is null ? 1 : 0).Take(3).ToList();
        var topics = focus.SelectMany(c => Compare(c, date)).ToList();
        return new(_book.Names["comparison"], _context.Card.Parameter("weight_comparison", 2),
            [Finding.Derived("Those who choose compare; the brief allows comparisons under conditions.", $"Constraint {Rules.Comparison!.Id} and the competitors the brief names.", [Rules.Comparison.Evidence, .. focus.Select(c => c.Evidence)])],
            People(true), topics);
    }

    private IEnumerable<ContentTopic> Compare(CompetitorFact competitor, string date)
    {
        var met = _input.Competitors.Competitors.FirstOrDefault(v => v.Id == competitor.Id)?.MeetsProductIds ?? [];
        var product = _facts.Products.FirstOrDefault(p => met.Contains(p.Id));
        var evidence = new[] { competitor.Evidence, competitor.Note, product?.Evidence }.OfType<Evidence>().ToList();
        var missing = competitor.Note is null ? $"what {competitor.Name} offers, from its own pages" : null;
        return product is null
            ? _topics.Make("compare", "comparison", evidence, missing, ("name", _facts.Company.Name), ("competitor", competitor.Name), ("date", date))
            : _topics.Make("compare_product", "comparison", evidence, missing, ("product", Short(product)), ("name", _facts.Company.Name), ("competitor", competitor.Name), ("date", date));
    }

    private PillarDraft? Audience()
    {
        var person = _input.Personas.People.Where(p => p.Id != _first?.Id && MessageHouseBuilder.CanBeAddressed(p)).OrderByDescending(p => p.InGoal).FirstOrDefault();
        if (person is null || _book is null)
            return null;
        var role = MessageHouseBuilder.Role(person.Role);
        var topics = new List<ContentTopic>();
        foreach (var differentiator in _ranked.Skip(1).Take(2))
            topics.AddRange(_topics.Make("meaning", "guide", [differentiator.Evidence, person.Evidence], Proof(differentiator), ("phrase", Phrase(differentiator)), ("role", role)));
        foreach (var product in _facts.Products.Where(p => !(_facts.Goal?.ProductIds.Contains(p.Id) ?? false) && Rules.Offence(p.Name) is null).Skip(1).Take(1))
            topics.AddRange(_topics.Make("guide", "guide", [product.Evidence, person.Evidence], null, ("product", Short(product)), ("role", role)));
        return new(PhraseBook.Fill(_book.Names["audience"], _wording, ("role", role)), _context.Card.Parameter("weight_audience", 2),
            [Finding.Derived("The brief names these people beside the goal's.", "Step 3.", person.Evidence)], [person.Id], topics);
    }

    private PillarDraft? Story()
    {
        if (_book is null)
            return null;
        var topics = new List<ContentTopic>();
        if (_facts.Company.Founded is { } founded)
            topics.AddRange(_topics.Make("origin", "story", founded.Evidence, "what the founders remember", ("name", _facts.Company.Name)));
        foreach (var move in _facts.History.Where(h => h.Evidence.Count > 0).Take(2))
            topics.AddRange(_topics.Make("past", "story", move.Evidence, move.Outcome == Outcome.Unknown ? "how it went, in figures" : null, ("past", Wording.ShortName(move.Name, 60))));
        if (_facts.Scope is { Reach: MarketReach.Local or MarketReach.Regional, Places: [var place, ..], Evidence: [var where, ..] })
            topics.AddRange(_topics.Make("place", "calendar", [where], "dates, opening hours and neighbours worth naming", ("name", _facts.Company.Name), ("place", place)));
        foreach (var differentiator in _ranked.Skip(_input.Personas.People.Count > 1 ? 3 : 1).Take(1))
            topics.AddRange(_topics.Make("detail", "story", [differentiator.Evidence], Proof(differentiator), ("phrase", Phrase(differentiator))));
        return new(PhraseBook.Fill(_book.Names["story"], _wording, ("name", _facts.Company.Name)), _context.Card.Parameter("weight_story", 1),
            [.. topics.SelectMany(t => t.Evidence).Take(3).Select(e => Finding.Stated(e.Quote, e))], People(false), topics);
    }

    private PillarDraft? Range()
    {
        var others = _facts.Products.Where(p => !(_facts.Goal?.ProductIds.Contains(p.Id) ?? false) && Rules.Offence(p.Name) is null).Take(3).ToList();
        var topics = others.SelectMany(p => _topics.Make("answers", "answer", [p.Evidence], null, ("product", Short(p)))).ToList();
        return topics.Count == 0 || _book is null ? null : new(_book.Offer, _context.Card.Parameter("weight_range", 1),
            [Finding.Derived("The brief lists more than the goal speaks of.", "Products beside the goal's.", [.. others.Select(p => p.Evidence)])], People(false), topics);
    }

    private List<string> People(bool inGoal) =>
        [.. _input.Personas.People.Where(p => p.InGoal || !inGoal).DefaultIfEmpty(_first).OfType<Persona>().Select(p => p.Id)];

    private string Phrase(Differentiator differentiator) => Wording.ShortName(differentiator.Text, _context.Card.Limit("phrase_max_chars", 60));

    private string Name(Differentiator differentiator) => Wording.ShortName(differentiator.Text, _context.Card.Limit("pillar_name_max_chars", 48));

    private string Short(ProductFact product) => Wording.ShortName(product.Name, _context.Card.Limit("pillar_name_max_chars", 48));

    private static string? Proof(Differentiator differentiator) => differentiator.Proof.Count > 0 ? null : "proof: a figure, a photo, a customer's words";
}
