namespace RaptorFlow.TestLibrary;

/// <summary>Something a guild needs that the host does not have.</summary>
public static class Greeting
{
    public static string For(string name) => $"Hello, {name}";
}
