using System.Text;

namespace RaptorFlow.Guild.Guardian.Texts;

/// <summary>A text made comparable, that still knows where each of its characters stood in the original.</summary>
internal sealed class FoldedText
{
    private readonly int[] _starts;
    private readonly int[] _ends;

    private FoldedText(string text, int[] starts, int[] ends)
    {
        Text = text;
        _starts = starts;
        _ends = ends;
    }

    public string Text { get; }

    /// <summary>The original's span behind a stretch of this text.</summary>
    public TextSpan Original(int index, int length) => new(_starts[index], _ends[index + length - 1] - _starts[index]);

    public int StartOf(int index) => _starts[index];

    public int EndOf(int index) => _ends[index];

    internal sealed class Builder
    {
        private readonly StringBuilder _text = new();
        private readonly List<int> _starts = [];
        private readonly List<int> _ends = [];

        public int Length => _text.Length;

        public char Last => _text.Length == 0 ? '\0' : _text[^1];

        public void Add(char c, int start, int end)
        {
            _text.Append(c);
            _starts.Add(start);
            _ends.Add(end);
        }

        public void Copy(FoldedText from, int index) => Add(from.Text[index], from._starts[index], from._ends[index]);

        public void Copy(FoldedText from, int index, char instead) => Add(instead, from._starts[index], from._ends[index]);

        public FoldedText Build() => new(_text.ToString(), [.. _starts], [.. _ends]);
    }
}

/// <summary>A stretch of a text, in characters.</summary>
internal readonly record struct TextSpan(int Start, int Length)
{
    public int End => Start + Length;

    public bool Overlaps(TextSpan other) => Start < other.End && other.Start < End;

    public bool Contains(TextSpan other) => Start <= other.Start && other.End <= End;
}
