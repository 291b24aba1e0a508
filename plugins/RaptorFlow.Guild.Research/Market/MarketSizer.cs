using System.Globalization;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Market;

/// <summary>Computes TAM, SAM and SOM by the formula of the business's kind, or names what is missing.</summary>
internal sealed class MarketSizer
{
    private static readonly Lazy<Dictionary<string, Formula>> Formulas = new(() => DataFile.Load<Dictionary<string, Formula>>("Market/formulas.yaml"));
    private static readonly Lazy<Dictionary<string, InputText>> Texts = new(() => DataFile.Load<Dictionary<string, InputText>>("Market/inputs.yaml"));

    /// <summary>Marks the input that a list price stands in for.</summary>
    public const string AtListPriceOnly = " (at list price: no average is told)";

    private readonly Fundamentals _facts;
    private readonly IReadOnlyList<MarketFigure> _figures;
    private readonly Formula _formula;
    private readonly string _kind;

    public MarketSizer(Fundamentals facts, IReadOnlyList<MarketFigure> figures)
    {
        _facts = facts;
        _figures = figures;
        _kind = ChannelMix.ChannelTable.Key(facts.Model.Kind);
        _formula = Formulas.Value.GetValueOrDefault(_kind) ?? Formulas.Value["default"];
        Tam = Total();
        Sam = Part(Tam, "served_share", "the total addressable market");
        Som = Part(Sam, "won_share", "the serviceable addressable market");
    }

    public MarketSize Tam { get; }

    public MarketSize Sam { get; }

    public MarketSize Som { get; }

    /// <summary>Where the market is, in the brief's words.</summary>
    public string Where => _facts.Scope.Places.Count > 0 ? Wording.List(_facts.Scope.Places.Select(p => Wording.Short(p))) : "the area served";

    private string Who => _facts.Segments.FirstOrDefault(s => s.Priority == SegmentPriority.Primary) is { } segment
        ? $"{_formula.Who} ({Wording.Short(segment.Evidence.Quote)})"
        : _formula.Who;

    private MarketSize Total()
    {
        var count = Input("count", $"number of {Who} in {Where}");
        var values = Values();
        List<(MarketInput Input, MarketFigure? Figure)> all = [count, .. values];
        var bottomUp = Product(all);
        var market = Input("market_value", null);
        var topDown = market.Figure is { } figure ? (figure.Low, figure.High, figure.Currency) : ((decimal, decimal?, string?)?)null;
        var formula = $"Bottom-up: {string.Join(" × ", all.Select(i => i.Input.Name))}. Top-down: {market.Input.Name}.";
        return Joined(formula, [.. all.Select(i => i.Input), market.Input], bottomUp, topDown);
    }

    // What one customer's year is made of; a sum for the whole year serves where its parts are not all told.
    private List<(MarketInput Input, MarketFigure? Figure)> Values()
    {
        var values = _formula.Value.Select(v => Input(v, null)).ToList();
        var other = _formula.Or.Select(v => Input(v, null)).ToList();
        return other.Count > 0 && values.Exists(v => v.Figure is null) && other.TrueForAll(v => v.Figure is not null) ? other : values;
    }

    private static MarketSize Joined(string formula, IReadOnlyList<MarketInput> inputs, (decimal Low, decimal? High, string? Currency)? bottomUp, (decimal Low, decimal? High, string? Currency)? topDown)
    {
        if (bottomUp is not { Currency: { } currency } up)
        {
            return topDown is { Currency: { } only } down
                ? new(formula, inputs, new(down.Low, only), down.High is { } high ? new(high, only) : null) { Method = "top_down" }
                : new(formula, inputs, null, null);
        }
        var size = new MarketSize(formula, inputs, new(up.Low, currency), up.High is { } most ? new(most, currency) : null) { Method = "bottom_up" };
        if (topDown is not { Currency: { } other } market)
            return size;
        if (other != currency)
            return size with { Method = "top_down+bottom_up", CrossCheck = $"The two ways are in different currencies ({other} top-down, {currency} bottom-up) and cannot be compared without a rate; the range is the bottom-up one." };
        return size with
        {
            Method = "top_down+bottom_up",
            Low = new(Math.Min(up.Low, market.Low), currency),
            High = up.High is { } a && market.High is { } b ? new(Math.Max(a, b), currency) : null,
            CrossCheck = CrossCheck(up.Low, market.Low, currency),
        };
    }

    private static string CrossCheck(decimal up, decimal down, string currency)
    {
        if (up <= 0 || down <= 0)
            return "One of the two ways gives nothing, so they cannot be compared.";
        var ratio = Math.Max(up, down) / Math.Min(up, down);
        var verdict = ratio <= 1.5m ? "they agree" : ratio <= 3 ? "they agree in size only" : "they disagree, so at least one figure counts something else";
        return string.Create(CultureInfo.InvariantCulture, $"Bottom-up gives {Wording.Number(up)} {currency}, top-down {Wording.Number(down)} {currency}, a factor of {ratio:0.0}: {verdict}.");
    }

    private MarketSize Part(MarketSize whole, string share, string ofWhat)
    {
        var (input, figure) = Input(share, null);
        var formula = $"{ofWhat} × {input.Name}";
        if (whole.Low is not { } low || figure is null)
            return new(formula, [new(ofWhat, null, null, "Follows from the step before."), input], null, null);
        var known = new MarketInput(ofWhat, new Quantity { Low = low.Amount, High = whole.High?.Amount, Unit = low.Currency, Text = "computed above" }, null, null);
        return new(formula, [known, input], low with { Amount = low.Amount * figure.Low }, whole.High is { } high && figure.High is { } most ? high with { Amount = high.Amount * most } : null) { Method = whole.Method };
    }

    private (MarketInput Input, MarketFigure? Figure) Input(string key, string? name)
    {
        var text = Texts.Value[key];
        name ??= Fill(text.Names.GetValueOrDefault(_kind) ?? text.Name);
        // The newest figure counts; among those of one year the first told.
        var figure = _figures.Where(f => f.Kind == key && (key != "count" || IsOfTheFormula(f))).OrderByDescending(f => f.Year ?? 0).FirstOrDefault();
        if (figure is null && key == "annual_value")
            return AtListPrice(name, Fill(text.Where));
        if (figure is { Own: true } && key != "won_share")
            name = $"{name} (from own records, of those counted there)";
        return (new(name, figure?.Value, figure?.Sentence, figure is null ? Fill(text.Where) : null), figure);
    }

    // A trade for households is not sized by the number of restaurants, unless they are its first segment.
    private bool IsOfTheFormula(MarketFigure count) =>
        count.Class != "organisations" || _facts.Model.SellsToOrganisations == true || (_formula.Value.Count == 1 && _facts.Model.SellsToOrganisations is null)
        || _facts.Segments.Take(1).Any(s => Words.Stems(s.Evidence.Quote, _facts.Company.BriefLanguage).Contains(count.Noun ?? ""));

    // One price for all is what a customer pays at most; of several, or of a price by the head, nobody knows what the average is.
    private (MarketInput Input, MarketFigure? Figure) AtListPrice(string name, string where)
    {
        var prices = _figures.Where(f => f.Kind is "list_price" or "head_price").ToList();
        if (prices.Count == 0)
            return (new(name, null, null, where), null);
        if (prices.TrueForAll(p => p.Kind == "list_price" && p.Low == prices[0].Low && p.Currency == prices[0].Currency))
            return (new($"{name}{AtListPriceOnly}", prices[0].Value, prices[0].Sentence, null), prices[0]);
        return (new(name, null, null, $"{where} A list price is told (“{prices[0].Sentence.Quote}”), which does not say what an average customer pays."), null);
    }

    private string Fill(string text) => text.Replace("{where}", Where, StringComparison.Ordinal).Replace("{name}", _facts.Company.Name, StringComparison.Ordinal);

    private static (decimal Low, decimal? High, string? Currency)? Product(List<(MarketInput Input, MarketFigure? Figure)> inputs)
    {
        if (inputs.Exists(i => i.Figure is null))
            return null;
        var figures = inputs.ConvertAll(i => i.Figure!);
        var high = figures.TrueForAll(f => f.High is not null) ? figures.Aggregate(1m, (product, f) => product * f.High!.Value) : (decimal?)null;
        return (figures.Aggregate(1m, (product, f) => product * f.Low), high, figures.Find(f => f.Currency is not null)?.Currency);
    }

    private sealed class Formula
    {
        public string Who { get; init; } = "";

        public List<string> Value { get; init; } = [];

        public List<string> Or { get; init; } = [];
    }

    private sealed class InputText
    {
        public string Name { get; init; } = "";

        public Dictionary<string, string> Names { get; init; } = [];

        public string Where { get; init; } = "";
    }
}
