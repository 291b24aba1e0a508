using RaptorFlow.Agents;
using RaptorFlow.Marketing;
using RaptorFlow.Muse.Copy;
using RaptorFlow.Text;

namespace RaptorFlow.Muse.Storyteller;

/// <summary>Builds promise, pillars and persona lines from the company's own phrases.</summary>
internal sealed class MessageHouseBuilder
{
    private static readonly string[] Relatives = [" who ", " that ", " which ", " qui ", " die ", " que ", " che "];
    private readonly MessagingInput _input;
    private readonly Fundamentals _facts;
    private readonly AgentCard _card;
    private readonly PhraseBook? _book;
    private readonly CopyVoice _voice;
    private readonly Wording _wording;
    private readonly LineFactory _lines;
    private readonly IReadOnlyList<Differentiator> _ranked;

    public MessageHouseBuilder(MessagingInput input, AgentCard card)
    {
        (_input, _facts, _card) = (input, input.Fundamentals, card);
        var company = _facts.Company;
        var sameLanguage = company.CopyLanguage.Split('-')[0] == company.BriefLanguage.Split('-')[0];
        Language = sameLanguage ? company.CopyLanguage : company.BriefLanguage;
        _book = sameLanguage ? PhraseBook.For(Language) : null;
        _voice = CopyVoice.Of(input.DeepDive.Voice);
        _wording = new(_book, input, _facts);
        Rules = new(_facts, input.DeepDive.Voice.AvoidWords, Language);
        _lines = new(Rules, card.Limit("line_max_chars", 140));
        var order = input.Positioning.Candidates.Where(c => c.Total > 0).SelectMany(c => c.DifferentiatorIds).Distinct(StringComparer.Ordinal).ToList();
        _ranked = [.. _facts.Differentiators.OrderBy(d => order.IndexOf(d.Id) is var at and >= 0 ? at : int.MaxValue)];
    }

    public string Language { get; }

    public CopyRules Rules { get; }

    public IReadOnlyList<DroppedLine> Dropped => _lines.Dropped;

    public CopyVoice Voice => _voice;

    public bool HasPatterns => _book is not null;

    /// <summary>The differentiator the promise is made from; null when none may be used.</summary>
    public Differentiator? Promised { get; private set; }

    public PublicLine Promise()
    {
        foreach (var differentiator in _ranked)
        {
            if (_lines.Make("promise", [differentiator.Evidence], null, Wording.Clauses(differentiator.Text).SelectMany(PromiseWordings)) is { } line)
            {
                Promised = differentiator;
                return line;
            }
        }
        var plain = _facts.Company.Description ?? _facts.Company.Industry;
        var name = _input.Company.Facts().First(f => f.Source == "name");
        return (plain is null ? null : _lines.Make("promise", [name, plain.Evidence[0]], null, $"{name.Quote}{_book?.Colon ?? ": "}{_wording.Mid(Wording.Bare(plain.Evidence[0].Quote))}."))
            ?? new PublicLine { Id = "L0", Text = name.Quote, Use = "promise", Evidence = [name] };
    }

    private IEnumerable<string> PromiseWordings(string clause)
    {
        var phrase = Wording.Bare(clause);
        if (_book is null)
            return [clause];
        var plain = _voice.Name switch
        {
            "direct" => _wording.Split(phrase),
            _ => PhraseBook.Fill(PhraseBook.Pick(_book.Promise, Rules.IsSentence(phrase) ? "plain" : _voice.Name), _wording, ("phrase", phrase), ("name", _facts.Company.Name)),
        };
        var full = _voice.After is { } after && _book.After.TryGetValue(after, out var tail) ? $"{plain} {tail}" : plain;
        return full.Length <= _card.Limit("promise_max_chars", 90) ? [full, plain] : [plain];
    }

    public IReadOnlyList<MessagePillar> Pillars()
    {
        var pillars = new List<MessagePillar>();
        var most = _card.Limit("pillars_max", 4);
        if (Promised is { } promised && Offering() is { } row && _lines.Make("pillar", [promised.Evidence, .. row.Evidence], null, $"{Name(promised)}{_book?.Colon ?? ": "}{row.Text}.") is { } first)
            pillars.Add(new(Name(promised), first, Proof(promised)));
        foreach (var differentiator in _ranked.Where(d => d.Id != Promised?.Id).Take(most))
        {
            if (pillars.Count < most && _lines.Make("pillar", [differentiator.Evidence], null, Wording.Clauses(differentiator.Text).Select(Body)) is { } line)
                pillars.Add(new(Name(differentiator), line, Proof(differentiator)));
        }
        if (pillars.Count < most && _book is not null && pillars.TrueForAll(p => p.Line.Evidence.All(e => !e.Source.StartsWith("products", StringComparison.Ordinal))) && Products() is { } offer
            && _lines.Make("pillar", offer.Evidence, null, $"{offer.Text}.") is { } products)
        {
            pillars.Add(new(_book.Offer, products, [Finding.Derived(offer.Text, "The products the brief lists, in its order.", offer.Evidence)]));
        }
        return pillars;
    }

    private string Body(string clause) => _book is null ? clause : _voice.Name == "direct" ? _wording.Split(clause) : Wording.Sentence(clause);

    /// <summary>The products in a row, where the promise speaks of several things and the row bears it out.</summary>
    private (string Text, IReadOnlyList<Evidence> Evidence)? Offering()
    {
        var winner = _input.Positioning.Candidates.FirstOrDefault(c => c.DifferentiatorIds is [var id] && id == Promised?.Id);
        var borneOut = _facts.Products.Count > 2 && _input.Positioning.Parts.TryGetValue("reason_to_believe", out var reason)
            && winner is not null && reason.Evidence.Count(e => e.Source.StartsWith("products", StringComparison.Ordinal)) > 1;
        return borneOut && !Promised!.Text.Contains(':', StringComparison.Ordinal) ? Products() : null;
    }

    private (string Text, IReadOnlyList<Evidence> Evidence)? Products()
    {
        var usable = _facts.Products.Where(p => p.Name.Length <= _card.Limit("product_max_chars", 70) && Rules.Offence(p.Name) is null).ToList();
        if (usable.Count < 2)
            return null;
        var goal = _facts.Goal?.ProductIds ?? [];
        var ordered = usable.OrderBy(p => goal.Contains(p.Id) ? 0 : 1).ToList();
        return (_wording.Row([.. ordered.Select(p => p.Name)], _card.Limit("line_max_chars", 140) - 50), [.. ordered.Select(p => p.Evidence)]);
    }

    public IReadOnlyList<PublicLine> PersonaLines()
    {
        var lines = new List<PublicLine>();
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var person in _input.Personas.People.Take(_card.Limit("personas_max", 4)))
        {
            foreach (var (id, text, evidence) in Fitting(person, used))
            {
                if (_lines.Make("persona", [person.Evidence, evidence], person.Id, Wording.Clauses(text).Take(1).SelectMany(c => PersonaWordings(person, c))) is not { } line)
                    continue;
                lines.Add(line);
                used.Add(id);
                break;
            }
        }
        if (Call() is { } call)
            lines.Add(call);
        return lines;
    }

    /// <summary>What may be said to a person: what nobody was told yet first, differences before products, then by words in common.</summary>
    private IEnumerable<(string Id, string Text, Evidence Evidence)> Fitting(Persona person, HashSet<string> used)
    {
        var told = string.Join(' ', person.Context.Concat(person.Goals).Concat(person.Pains).Select(f => f.Statement).Prepend(person.Role));
        return _ranked.Select(d => (d.Id, d.Text, d.Evidence)).OrderByDescending(d => Terms.Shared(d.Text, told).Count)
            .Concat(_facts.Products.Select(p => (p.Id, Text: p.Name, p.Evidence)).Where(p => Terms.Shared(p.Text, told).Count > 0))
            .OrderBy(d => used.Contains(d.Id) ? 1 : 0);
    }

    private IEnumerable<string> PersonaWordings(Persona person, string clause)
    {
        var role = Role(person.Role);
        if (_book is null || Rules.IsOpening(clause) || Terms.Shared(role, clause).Count > 0 || !CanBeAddressed(person))
            return [Body(clause)];
        var voice = Rules.IsSentence(clause) ? "direct" : _voice.Name;
        return [PhraseBook.Fill(PhraseBook.Pick(_book.Persona, voice), _wording, ("role", role), ("phrase", Wording.Bare(clause)))];
    }

    private PublicLine? Call()
    {
        if (_book is null || _facts.Goal is not { } goal)
            return null;
        var call = PhraseBook.Pick(_book.Calls[Actions.For(goal)], _voice.Name);
        var product = _facts.Products.FirstOrDefault(p => goal.ProductIds.Contains(p.Id));
        IReadOnlyList<Evidence> evidence = product is null ? [goal.Evidence] : [goal.Evidence, product.Evidence];
        return _lines.Make("call_to_action", evidence, null,
            product is null ? call : PhraseBook.Fill(_book.WithSubject, _wording, ("subject", product.Name), ("call", call)), call);
    }

    private string Name(Differentiator differentiator) => Wording.ShortName(differentiator.Text, _card.Limit("pillar_name_max_chars", 48));

    private static List<Finding> Proof(Differentiator differentiator) =>
        [Finding.Stated(differentiator.Text, differentiator.Evidence), .. differentiator.Proof.Take(3).Select(p => Finding.Stated(p.Quote, p))];

    /// <summary>People are called what the brief calls them, and not by the first word of a longer description: "People in Leeds who…" are not "People".</summary>
    public static bool CanBeAddressed(Persona person)
    {
        var at = person.Evidence.Quote.IndexOf(person.Role, StringComparison.OrdinalIgnoreCase);
        var after = at + person.Role.Length;
        var goesOn = at >= 0 && after + 1 < person.Evidence.Quote.Length && person.Evidence.Quote[after] == ' ' && char.IsLetter(person.Evidence.Quote[after + 1]);
        return at >= 0 && (!goesOn || person.Role.Contains(' ', StringComparison.Ordinal));
    }

    /// <summary>A role without the explanation that follows it.</summary>
    public static string Role(string role)
    {
        var end = role.IndexOfAny([':', '(', ';', '–']);
        var bare = end > 3 ? role[..end] : role;
        var comma = bare.IndexOf(", ", StringComparison.Ordinal);
        if (comma > 0 && bare[comma..].Any(char.IsDigit))
            bare = bare[..comma];
        foreach (var relative in Relatives)
        {
            if (bare.IndexOf(relative, StringComparison.Ordinal) is var at and > 8)
                bare = bare[..at];
        }
        return Wording.Bare(bare);
    }
}
