namespace RaptorFlow.Marketing;

/// <summary>A quoted source behind a claim.</summary>
/// <param name="Source">
/// Where the quotation stands: a field of the brief as a JSON path (<c>competitors[2].note</c>), a passage of a document
/// (<c>documents[0]#3</c>: the fourth paragraph of the first), <c>metrics</c>, an address, or a source outside and what it was asked about
/// (<c>semrush#example.com</c>).
/// </param>
/// <param name="Quote">The words of the source, verbatim and untranslated.</param>
public sealed record Evidence(string Source, string Quote)
{
    /// <summary>When the source says it is from: <c>2024</c>, <c>2024-03</c> or <c>2024-03-15</c>. Null when it does not say.</summary>
    public string? Date { get; init; }

    /// <summary>The origin, for judging independence: all fields of the brief are one, each document and each address is its own.</summary>
    public string Origin()
    {
        if (Uri.TryCreate(Source, UriKind.Absolute, out var address) && address.Host.Length > 0)
            return address.Host;
        if (Source == "metrics")
            return Source;
        var passage = Source.IndexOf('#', StringComparison.Ordinal);
        return passage < 0 ? "brief" : Source[..passage];
    }
}

/// <summary>Whether a statement was read or worked out.</summary>
public enum FindingBasis
{
    /// <summary>The source says so.</summary>
    Stated,

    /// <summary>Worked out from what sources say; <see cref="Finding.Derivation"/> tells how.</summary>
    Derived,
}

/// <summary>A statement with what it rests on. A statement without evidence is not a finding but an open question.</summary>
/// <param name="Statement">One sentence a person reads.</param>
/// <param name="Evidence">At least one quotation.</param>
public sealed record Finding(string Statement, IReadOnlyList<Evidence> Evidence)
{
    /// <summary>Read or worked out.</summary>
    public FindingBasis Basis { get; init; } = FindingBasis.Stated;

    /// <summary>For derived statements, how: a formula or a rule in words.</summary>
    public string? Derivation { get; init; }

    /// <summary>A finding that is worked out.</summary>
    /// <param name="statement">One sentence a person reads.</param>
    /// <param name="derivation">How it was worked out.</param>
    /// <param name="evidence">What it was worked out from.</param>
    public static Finding Derived(string statement, string derivation, params IReadOnlyList<Evidence> evidence) =>
        new(statement, evidence) { Basis = FindingBasis.Derived, Derivation = derivation };

    /// <summary>A finding that a source states.</summary>
    /// <param name="statement">One sentence a person reads.</param>
    /// <param name="evidence">Where it stands.</param>
    public static Finding Stated(string statement, params IReadOnlyList<Evidence> evidence) => new(statement, evidence);
}
