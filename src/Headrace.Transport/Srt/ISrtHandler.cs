using Headrace.Media.Timing;

namespace Headrace.Transport.Srt;

/// <summary>Takes what a connection receives. Called on the thread that receives for all; must not wait.</summary>
public interface ISrtHandler
{
    /// <summary>Takes messages, joined.</summary>
    /// <param name="bytes">Their bytes, valid during the call only.</param>
    /// <param name="now">When they were read.</param>
    void OnMessages(ReadOnlySpan<byte> bytes, MonotonicTime now);

    /// <summary>The connection has ended without us. Called once, last.</summary>
    void OnEnded();
}
