using RaptorFlow.Core.Memory;

namespace RaptorFlow.Core.Tests.Memory;

public sealed class LanguageTests
{
    [Theory]
    [InlineData("The company sells tools to engineers, and it is growing in the north of Europe.", "english")]
    [InlineData("Die Firma verkauft Werkzeuge an Ingenieure und wächst im Norden von Europa auch mit dem Handel.", "german")]
    [InlineData("La société vend des outils pour les ingénieurs, et elle est présente dans le nord de la France.", "french")]
    [InlineData("La empresa vende herramientas para los ingenieros y crece en el norte de Europa con sus socios.", "spanish")]
    [InlineData("会社は技術者に道具を売っています。", "simple")]
    [InlineData("kubectl apply -f deployment.yaml", "simple")]
    [InlineData("", "simple")]
    public void Detect_ByCommonWords_NamesAConfiguration(string text, string language) => Assert.Equal(language, Language.Detect(text));
}
