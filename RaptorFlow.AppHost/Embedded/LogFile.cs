using System.Text;

namespace RaptorFlow.AppHost.Embedded;

/// <summary>The output of one resource in this run.</summary>
internal sealed class LogFile : IDisposable
{
    private readonly StreamWriter _writer;
    private readonly Lock _lock = new();
    private bool _closed;

    public LogFile(string folder, string name)
    {
        Path = System.IO.Path.Combine(folder, name + ".log");
        _writer = new StreamWriter(Path, append: false, Encoding.UTF8) { AutoFlush = true };
    }

    public string Path { get; }

    public void WriteLine(string line)
    {
        lock (_lock)
        {
            if (!_closed)
                _writer.WriteLine(line);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _writer.Dispose();
        }
    }
}
