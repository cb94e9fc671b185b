using Headrace.Streaming.Sessions;

namespace Headrace.Endpoints.Files;

/// <summary>The session of a source that reads media: a file, or what lies at a URL.</summary>
internal sealed class SourceSession : Session
{
    private readonly CancellationTokenSource _run;
    private long _bytes;

    /// <summary>A session that begins now.</summary>
    /// <param name="protocol">What it is read over.</param>
    /// <param name="from">What is read, without credentials.</param>
    /// <param name="stream">Name of the stream that it publishes.</param>
    /// <param name="input">Which of the stream's inputs it is.</param>
    /// <param name="run">Cancelled when the session is ended from outside.</param>
    /// <param name="clock">Time.</param>
    public SourceSession(string protocol, string from, string stream, string? input, CancellationTokenSource run, TimeProvider clock)
        : base(protocol, new NamedEndPoint(from), clock.GetUtcNow())
    {
        (Role, StreamName, Input, _run) = (SessionRole.Publisher, stream, input, run);
    }

    /// <inheritdoc/>
    public override string? Input { get; }

    /// <inheritdoc/>
    public override long BytesIn => Volatile.Read(ref _bytes);

    /// <inheritdoc/>
    public override long BytesOut => 0;

    /// <summary>Counts bytes that were read.</summary>
    public void Count(long bytes) => Interlocked.Add(ref _bytes, bytes);

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        try
        {
            _run.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The run was over first.
        }
    }
}
