using Headrace.Media.Timing;

namespace Headrace.Transport.Srt;

/// <summary>A socket that the receiving thread looks after. Called on that thread.</summary>
internal interface ISrtPolled
{
    /// <summary>It is ready for something.</summary>
    void OnReady(int events, MonotonicTime now);

    /// <summary>Its work has met a fault of ours: it ends.</summary>
    void OnFault();
}
