using System.IO.Compression;
using System.Text;
using RaptorFlow.Core.Memory.Reading;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace RaptorFlow.Core.Tests.Memory.Reading;

public sealed class PdfReadingTests
{
    private static readonly string[] Lines = ["Rye bread is three euros a loaf in every bak-", "ery of the town, and white bread is two."];

    [Fact]
    public void Read_Pages_AreUnderTheirNumbersWithTheirHeadings()
    {
        var read = Read(Make(builder =>
        {
            builder.DocumentInformation.Title = "Price list";
            var font = builder.AddStandard14Font(Standard14Font.Helvetica);
            var first = builder.AddPage(PageSize.A4);
            first.AddText("Bread", 20, new PdfPoint(50, 750), font);
            first.AddText(Lines[0], 11, new PdfPoint(50, 700), font);
            first.AddText(Lines[1], 11, new PdfPoint(50, 687), font);
            builder.AddPage(PageSize.A4).AddText("Cakes are dearer than bread is.", 11, new PdfPoint(50, 700), font);
        }));
        Assert.Equal("# Price list\n\n## Page 1\n\n### Bread\n\nRye bread is three euros a loaf in every bakery of the town, and white bread is two.\n\n## Page 2\n\nCakes are dearer than bread is.", read.Text);
        Assert.Equal(("Price list", "application/pdf"), (read.Title, read.MediaType));
    }

    [Fact]
    public void Read_TwoColumns_AreReadOneAfterTheOther()
    {
        var text = Read(Make(builder =>
        {
            var font = builder.AddStandard14Font(Standard14Font.Helvetica);
            var page = builder.AddPage(PageSize.A4);
            for (var line = 0; line < 6; line++)
            {
                page.AddText($"left column of line number {line}", 11, new PdfPoint(50, 700 - (line * 13)), font);
                page.AddText($"right column of line number {line}", 11, new PdfPoint(350, 700 - (line * 13)), font);
            }
        })).Text;
        Assert.True(text.IndexOf("left column of line number 5", StringComparison.Ordinal) < text.IndexOf("right column of line number 0", StringComparison.Ordinal), text);
    }

    [Fact]
    public void Read_NoTitleGiven_TakesTheLargestHeading() => Assert.Equal("Bread", Read(Make(builder =>
    {
        var font = builder.AddStandard14Font(Standard14Font.Helvetica);
        var page = builder.AddPage(PageSize.A4);
        page.AddText("Bread", 20, new PdfPoint(50, 750), font);
        page.AddText("Rye bread is three euros a loaf.", 11, new PdfPoint(50, 700), font);
    })).Title);

    [Fact]
    public void Read_PageWithoutText_IsEmpty() => Assert.Equal("document_empty", Refused(Make(builder => builder.AddPage(PageSize.A4))));

    [Fact]
    public void Read_PagesThatArePictures_AreNamedAsWhatTheyAre() => Assert.Equal("document_scanned", Refused(Raw(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>",
        Stream("", "q 200 0 0 200 0 0 cm /I Do Q"),
        Stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", "x"))));

    [Fact]
    public void Read_Encrypted_IsNamedAsWhatItIs()
    {
        var open = Make(builder => builder.AddPage(PageSize.A4));
        var text = Encoding.Latin1.GetString(open);
        var owner = new string('0', 64);
        var locked = text.Replace("trailer\n<<", $"trailer\n<< /Encrypt << /Filter /Standard /V 1 /R 2 /O <{owner}> /U <{owner}> /P -4 >> /ID [<00> <00>]", StringComparison.Ordinal);
        if (locked == text)
            locked = text.Replace("trailer <<", $"trailer << /Encrypt << /Filter /Standard /V 1 /R 2 /O <{owner}> /U <{owner}> /P -4 >> /ID [<00> <00>]", StringComparison.Ordinal);
        Assert.Equal("document_encrypted", Refused(Encoding.Latin1.GetBytes(locked)));
    }

    [Fact]
    public void Read_StreamThatUnpacksToFarMore_IsRefused()
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var i = 0; i < 300; i++)
                deflate.Write(Encoding.Latin1.GetBytes(new string(' ', 1024 * 1024)));
        }
        Assert.Equal("document_too_complex", Refused(Raw("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>", Stream("/Filter /FlateDecode", Encoding.Latin1.GetString(packed.ToArray())))));
    }

    [Fact]
    public void Read_FormsThatDrawForms_End()
    {
        // Each draws the next twenty times.
        var forms = Enumerable.Range(5, 12).Select(i => Stream(
            $"/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /F {i + 1} 0 R >> >>", string.Concat(Enumerable.Repeat("/F Do ", i == 16 ? 0 : 20))));
        Assert.Contains(Refused(Raw(["<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >> >>", Stream("", "/F Do"), .. forms])), (string[])["document_too_complex", "document_empty"]);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("<<")]
    [InlineData("<< /A ")]
    public void Read_NestedWithoutEnd_IsRefused(string open) =>
        Assert.Equal("document_too_complex", Refused(Raw($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /A {string.Concat(Enumerable.Repeat(open, 100_000))} >>")));

    [Fact]
    public void Read_PagesThatAreTheirOwnParents_End()
    {
        var text = Encoding.Latin1.GetString(Raw("<< /Type /Pages /Parent 2 0 R /Count 1 /Kids [2 0 R 3 0 R] >>"));
        Assert.NotEmpty(Refused(Encoding.Latin1.GetBytes(text)));
    }

    private static byte[] Make(Action<PdfDocumentBuilder> write)
    {
        using var builder = new PdfDocumentBuilder();
        write(builder);
        return builder.Build();
    }

    private static string Stream(string dictionary, string content) => $"<< {dictionary} /Length {content.Length} >>\nstream\n{content}\nendstream";

    /// <summary>A file of one page, object 3; further objects follow it.</summary>
    private static byte[] Raw(params IEnumerable<string> objects)
    {
        var (file, places) = (new StringBuilder("%PDF-1.7\n"), new List<int>());
        foreach (var (content, i) in new[] { "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>" }.Concat(objects).Select((o, i) => (o, i + 1)))
        {
            places.Add(file.Length);
            file.Append(FormattableString.Invariant($"{i} 0 obj\n{content}\nendobj\n"));
        }
        var table = file.Length;
        file.Append(FormattableString.Invariant($"xref\n0 {places.Count + 1}\n0000000000 65535 f \n")).Append(string.Concat(places.Select(p => $"{p:D10} 00000 n \n")));
        file.Append(FormattableString.Invariant($"trailer\n<< /Size {places.Count + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF"));
        return Encoding.Latin1.GetBytes(file.ToString());
    }

    private static ReadDocument Read(byte[] pdf) => DocumentReading.Read(new(pdf) { FileName = "a.pdf" }, TestContext.Current.CancellationToken);

    private static string Refused(byte[] pdf) => Assert.Throws<UnreadableException>(() => Read(pdf)).Code;
}
