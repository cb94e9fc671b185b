using System.Collections.Concurrent;
using Headrace.Media.Timing;
using Headrace.Transport.Srt;

namespace Headrace.Transport.Tests.Srt;

/// <summary>Keeps what comes.</summary>
internal sealed class TestHandler : ISrtHandler
{
    public ConcurrentQueue<byte> Messages { get; } = new();

    public volatile bool HasEnded;

    public Exception? Fault { get; set; }

    public void OnMessages(ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        if (Fault is not null) throw Fault;
        foreach (byte one in bytes) Messages.Enqueue(one);
    }

    public void OnEnded() => HasEnded = true;
}
