using Headrace.Media.Timing;
using Headrace.Streaming.Sessions;

namespace Headrace.Endpoints.Files;

/// <summary>Publishes what comes live in one container, as it comes. Thread-safe: a timer may meet the reading loop here.</summary>
internal abstract class LiveMedia : IDisposable
{
    /// <summary>True once it has published a unit.</summary>
    public abstract bool HasMedia { get; }

    /// <summary>Takes the next bytes. Null is well; else it takes no more: why, as a reason and in one clause.</summary>
    public abstract (SessionEndReason Reason, string Text)? Handle(ReadOnlySpan<byte> bytes, MonotonicTime arrival);

    /// <summary>Does what is due, some times a second.</summary>
    public abstract void HandleTimeout(MonotonicTime now);

    /// <summary>True when no unit has come for longer than a limit.</summary>
    public abstract bool IsSilent(MonotonicTime now, TimeSpan limit);

    /// <summary>Why no media comes though bytes may, in one clause.</summary>
    public abstract string WhySilent();

    /// <summary>Ends the publication; what is held goes on.</summary>
    public abstract void Dispose();
}
