namespace RaptorFlow.AgentHost.Tests;

/// <summary>What a scripted agent waits at, until the test opens it.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Gate() => AppContext.SetData(Name, _opened);

    public string Name { get; } = $"gate-{Guid.NewGuid():N}";

    /// <summary>The input of an agent that says when it is there.</summary>
    public string Input => $$"""{"say":"{{Name}}","script":"told_gate"}""";

    public void Open() => _opened.SetResult();
}
