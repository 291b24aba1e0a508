using RaptorFlow.Cli.Input;
using RaptorFlow.Cli.Terminal;
using RaptorFlow.Cli.Tests.Commands;
using RaptorFlow.Serialization;

namespace RaptorFlow.Cli.Tests.Input;

public class CompanyFileTests
{
    [Theory]
    [InlineData("{\n  \"name\": \"A\",\n  \"goal\" \"x\"\n}", "line 3, column 10", "")]
    [InlineData("{\n  \"name\": \"A\",\n  \"size\": [1]\n}", "line 3", "field size")]
    [InlineData("{\n  \"name\": \"Ä\", \"goal\": {}\n}", "line 2", "field goal")]
    [InlineData("{\n  \"name\": \"A\",\n  \"competitors\": [{\"note\": \"x\"}]\n}", "line 3", "field competitors")]
    [InlineData("{\n  \"name\": \"A\",\n  \"budget\": {\"amount\": -5}\n}", "line 3", "field budget")]
    [InlineData("{\n  \"goal\": \"x\"\n}", "line 1, column 1", "field name")]
    [InlineData("{\n  \"goal\": \"x\",\n  \"name\": \"  \"\n}", "line 3, column 3", "field name")]
    [InlineData("{\n  \"name\": null\n}", "line 2", "field name")]
    [InlineData("{\n  \"name\": 7\n}", "line 2", "field name")]
    [InlineData("{\n  \"name\": \"A\",\n  \"documents\": \"all\"\n}", "line 3, column 3", "field documents")]
    [InlineData("{\n  \"name\": \"A\",\n  \"documents\": [{\"title\": \"T\"}]\n}", "line 3, column 3", "field documents[0]")]
    [InlineData("{\n  \"name\": \"A\",\n  \"documents\": [{\"path\": \"../secret.md\"}]\n}", "line 3, column 3", "field documents[0].path")]
    [InlineData("{\n  \"name\": \"A\",\n  \"metrics\": {\"csv\": \"a\", \"horizon\": 99}\n}", "line 3, column 3", "field metrics.horizon")]
    [InlineData("null", "line 1, column 1", "")]
    [InlineData("[]", "line 1", "")]
    [InlineData("", "line 1, column 1", "")]
    public async Task Read_FileIsWrong_NamesFilePlaceAndField(string text, string place, string field)
    {
        using var cli = new TestCli();
        var path = cli.File("company.json", text);

        var error = await Assert.ThrowsAsync<CliException>(() => ReadAsync(path));

        Assert.StartsWith($"{path}: {place}", error.Message, StringComparison.Ordinal);
        Assert.Contains(field, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", Assert.Single(error.Details), StringComparison.Ordinal);
        Assert.DoesNotContain("RaptorFlow.Marketing", error.Details[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_NoSuchFile_SaysWhereItLooked()
    {
        using var cli = new TestCli();

        var error = await Assert.ThrowsAsync<CliException>(() => ReadAsync(Path.Combine(cli.Folder, "none.json")));

        Assert.Contains("there is no such company file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_DocumentIsMissing_NamesTheDocument()
    {
        using var cli = new TestCli();
        var path = cli.File("company.json", """{ "name": "A", "documents": [{ "path": "gone.md" }] }""");

        var error = await Assert.ThrowsAsync<CliException>(() => ReadAsync(path));

        Assert.Contains("gone.md: there is no such document", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("posthog.json", "PostHog")]
    [InlineData("gusto.json", "Gusto")]
    [InlineData("berthillon.json", "Berthillon")]
    [InlineData("ritter-sport.json", "Ritter Sport")]
    public async Task Read_Sample_IsTakenInWhole(string file, string name)
    {
        var read = await ReadAsync(Path.Combine(AppContext.BaseDirectory, "samples", file));

        Assert.Equal(name, read.Name);
        Assert.True(read.Company.GetProperty("budget").GetProperty("assumption").GetBoolean());
    }

    private static Task<CompanyFile> ReadAsync(string path) =>
        CompanyFile.ReadAsync(path, [], null, RaptorJson.CreateOptions(), TestContext.Current.CancellationToken);
}
