using System.Text;
using RaptorFlow.Core.Memory.Reading;

namespace RaptorFlow.Core.Tests.Memory.Reading;

public sealed class CsvReadingTests
{
    [Theory]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData("\t")]
    [InlineData("|")]
    public void Read_AnySeparator_EveryRowSaysItsColumns(string separator) =>
        Assert.Equal("Name: Ada; City: London\nName: Grace; City: New York", Read(string.Join('\n', new[] { "Name,City", "Ada,London", "Grace,New York" }.Select(l => l.Replace(",", separator, StringComparison.Ordinal)))));

    [Fact]
    public void Read_QuotesAndLineBreaks_StayInTheirRow() =>
        Assert.Equal("Name: Ada, Countess; Note: said \"yes\" twice", Read("Name,Note\r\n\"Ada, Countess\",\"said \"\"yes\"\"\r\ntwice\"\r\n"));

    [Fact]
    public void Read_NoHeader_NumbersTheColumns() => Assert.Equal("Column 1: 1; Column 2: 2\nColumn 1: 3; Column 2: 4", Read("1,2\n3,4"));

    [Fact]
    public void Read_UnevenRows_KeepWhatTheyHave() => Assert.Equal("A: 1\nA: 1; B: 2; 3", Read("A,B\n1\n1,2,3"));

    [Fact]
    public void Read_HeaderAlone_IsKept() => Assert.Equal("Name; City", Read("Name,City"));

    [Fact]
    public void Read_ColumnsWithoutEnd_AreRefused() => Assert.Equal("document_too_complex", Assert.Throws<UnreadableException>(() => Read(new string(',', 1_000_000))).Code);

    [Fact]
    public void Read_HeaderRepeatedBeyondWhatIsKept_IsRefused()
    {
        var header = string.Join(',', Enumerable.Range(0, 100).Select(i => new string('c', 90) + i));
        var rows = string.Concat(Enumerable.Repeat("\n" + string.Join(',', Enumerable.Repeat("v", 100)), 5000));
        Assert.Equal("document_too_long", Assert.Throws<UnreadableException>(() => Read(header + rows)).Code);
    }

    [Fact]
    public void Read_QuoteThatNeverCloses_Ends() => Assert.NotEmpty(Read("Name,City\n\"Ada,London\nGrace,New York"));

    private static string Read(string text) => DocumentReading.Read(new(Encoding.UTF8.GetBytes(text)) { FileName = "a.csv" }, TestContext.Current.CancellationToken).Text;
}
