using System.Text;
using RaptorFlow.Core.Memory;
using RaptorFlow.Core.Memory.Reading;

namespace RaptorFlow.Core.Tests.Memory.Reading;

public sealed class DocumentReadingTests
{
    private const string Plain = "text/plain";

    [Fact]
    public void Read_Markdown_StaysAsItIsAndSaysItsTitle()
    {
        var read = Read("---\ntitle: \"Prices\"\ndate: 2025-06-03\nlang: en-GB\n---\r\n# Other\r\n\r\nText.", "notes.md");
        Assert.Equal("---\ntitle: \"Prices\"\ndate: 2025-06-03\nlang: en-GB\n---\n# Other\n\nText.", read.Text);
        Assert.Equal(("Prices", new DateOnly(2025, 6, 3), "en-GB", "text/markdown"), (read.Title, read.Date, read.LanguageTag, read.MediaType));
        Assert.Equal("Other", Read("Before.\n\n# Other #\n", "notes.md").Title);
        Assert.Equal("notes", Read("No heading.", "notes.md").Title);
    }

    public static TheoryData<byte[], string?> Encodings() => new()
    {
        { Encoding.UTF8.GetBytes("Grüße – 1€"), null },
        { Encoding.UTF8.GetBytes("Grüße – 1€"), "iso-8859-1" },
        { [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes("Grüße – 1€")], "utf-16" },
        { [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("Grüße – 1€")], null },
        { [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes("Grüße – 1€")], null },
        { [(byte)'G', (byte)'r', 0xfc, 0xdf, (byte)'e', (byte)' ', 0x96, (byte)' ', (byte)'1', 0x80], null },
        { [(byte)'G', (byte)'r', 0xfc, 0xdf, (byte)'e', (byte)' ', 0x96, (byte)' ', (byte)'1', 0x80], "utf-8" },
        { [(byte)'G', (byte)'r', 0xfc, 0xdf, (byte)'e', (byte)' ', 0x96, (byte)' ', (byte)'1', 0x80], "no such charset" },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Read_AnyEncoding_IsReadAsWhatItIs(byte[] bytes, string? charset) =>
        Assert.Equal("Grüße – 1€", DocumentReading.Read(new(bytes) { MediaType = Plain, Charset = charset }, TestContext.Current.CancellationToken).Text);

    [Fact]
    public void Read_DeclaredEncodingThatFits_IsBelieved() =>
        Assert.Equal("Привет", DocumentReading.Read(new(new byte[] { 0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2 }) { MediaType = Plain, Charset = "windows-1251" }, TestContext.Current.CancellationToken).Text);

    [Theory]
    [InlineData("", Plain, "document_empty")]
    [InlineData(" \r\n\t--- ", Plain, "document_empty")]
    [InlineData("<html><body><script>var text = 1;</script></body></html>", "text/html", "document_empty")]
    [InlineData("Text.", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "document_type_unknown")]
    [InlineData("Text.", "application/pdf", "document_type_unknown")]
    [InlineData("<?xml version='1.0'?><a/>", null, "document_type_unknown")]
    [InlineData("PK\u0003\u0004\0\0", Plain, "document_type_unknown")]
    [InlineData("%PDF-1.7 and nothing more", null, "document_malformed")]
    public void Read_WhatCannotBeRead_SaysWhyAndWhatToDo(string text, string? type, string code)
    {
        var unreadable = Assert.Throws<UnreadableException>(() => DocumentReading.Read(new(Encoding.UTF8.GetBytes(text)) { MediaType = type }, TestContext.Current.CancellationToken));
        Assert.Equal(code, unreadable.Code);
        Assert.NotEmpty(unreadable.Message);
        Assert.NotEmpty(unreadable.Suggestion);
    }

    [Fact]
    public void Read_LongerThanIsKept_IsRefused() => Assert.Equal("document_too_long", Assert.Throws<UnreadableException>(() => Read(new string('x', NewDocument.MaximumText + 1), "a.txt")).Code);

    [Fact]
    public void Read_CharactersThatCannotBeStored_AreLeftOut() =>
        Assert.Equal("ab", DocumentReading.Read(new(Encoding.UTF8.GetBytes(new string('x', 600) + "\0")) { FileName = "a.txt" }, TestContext.Current.CancellationToken).Text.Replace("x", "", StringComparison.Ordinal) + "ab");

    [Theory]
    [InlineData("a.csv", "Name,Price\nA,1", "text/csv")]
    [InlineData("a.html", "<p>x</p>", "text/html")]
    [InlineData("a.TXT", "<p>x</p>", "text/plain")]
    [InlineData(null, "<!doctype html><p>x</p>", "text/html")]
    [InlineData("a.unknown", "x", "text/plain")]
    public void Read_Type_IsKnownByNameElseByContent(string? name, string text, string type) => Assert.Equal(type, Read(text, name).MediaType);

    [Fact]
    public async Task ReadAsync_Unreadable_NamesTheField()
    {
        using var reading = new DocumentReading();
        var (document, fault) = await reading.ReadAsync(new(ReadOnlyMemory<byte>.Empty) { Field = "url" }, TestContext.Current.CancellationToken);
        Assert.Null(document);
        Assert.Equal(("url", "document_empty"), (fault!.Field, fault.Code));
    }

    private static ReadDocument Read(string text, string? name) => DocumentReading.Read(new(Encoding.UTF8.GetBytes(text)) { FileName = name }, TestContext.Current.CancellationToken);
}
