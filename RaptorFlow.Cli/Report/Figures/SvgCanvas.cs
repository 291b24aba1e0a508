using System.Globalization;
using System.Text;
using RaptorFlow.Cli.Report.Html;
using RaptorFlow.Cli.Report.Model;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Report.Figures;

/// <summary>Writes an SVG whose colours come from the page's classes, so that it follows light, dark and print.</summary>
internal sealed class SvgCanvas(double width)
{
    private readonly StringBuilder _body = new();

    public double Width { get; } = width;

    public double Height { get; set; }

    public SvgCanvas Rect(string style, double x, double y, double width, double height, double radius = 0, string? title = null) =>
        Shape($"<rect class=\"{style}\" x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(Math.Max(0, width))}\" height=\"{N(height)}\" rx=\"{N(radius)}\"", title);

    public SvgCanvas Line(string style, double x1, double y1, double x2, double y2) =>
        Shape($"<line class=\"{style}\" x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\"", null);

    public SvgCanvas Circle(string style, double x, double y, double radius, string? title = null) =>
        Shape($"<circle class=\"{style}\" cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius)}\"", title);

    public SvgCanvas Polyline(string style, IEnumerable<(double X, double Y)> points) =>
        Shape($"<polyline class=\"{style}\" points=\"{Points(points)}\"", null);

    public SvgCanvas Polygon(string style, IEnumerable<(double X, double Y)> points, string? title = null) =>
        Shape($"<polygon class=\"{style}\" points=\"{Points(points)}\"", title);

    public SvgCanvas Text(string style, double x, double y, string text, string anchor = "start", string? title = null)
    {
        _body.Append(CultureInfo.InvariantCulture, $"<text class=\"{style}\" x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\">{HtmlText.Escape(CleanText.Of(text))}");
        if (title is not null)
            _body.Append(CultureInfo.InvariantCulture, $"<title>{HtmlText.Escape(CleanText.Of(title))}</title>");
        _body.Append("</text>");
        return this;
    }

    public Figure Finish(string name, string title, string description)
    {
        var head = string.Create(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"figure\" role=\"img\" viewBox=\"0 0 {N(Width)} {N(Height)}\" aria-labelledby=\"{name}-title {name}-desc\">");
        return new(name, title, description,
            $"{head}<title id=\"{name}-title\">{HtmlText.Escape(CleanText.Of(title))}</title><desc id=\"{name}-desc\">{HtmlText.Escape(CleanText.Of(description))}</desc>{_body}</svg>");
    }

    private SvgCanvas Shape(string start, string? title)
    {
        _body.Append(start);
        if (title is null)
            _body.Append("/>");
        else
            _body.Append('>').Append(CultureInfo.InvariantCulture, $"<title>{HtmlText.Escape(CleanText.Of(title))}</title>").Append("</").Append(start.AsSpan(1, start.IndexOf(' ', StringComparison.Ordinal) - 1)).Append('>');
        return this;
    }

    private static string Points(IEnumerable<(double X, double Y)> points) => string.Join(' ', points.Select(p => $"{N(p.X)},{N(p.Y)}"));

    private static string N(double value) => (double.IsFinite(value) ? value : 0).ToString("0.##", CultureInfo.InvariantCulture);
}
