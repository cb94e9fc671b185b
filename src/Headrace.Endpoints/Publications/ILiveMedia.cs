using Headrace.Media.Timing;

namespace Headrace.Endpoints.Publications;

/// <summary>Publishes what comes live in one container, as it comes. Thread-safe: a timer may meet the reading loop here.</summary>
internal interface ILiveMedia : IDisposable
{
    /// <summary>True once it has published a unit.</summary>
    bool HasMedia { get; }

    /// <summary>Takes the next bytes, in pieces of any size. Null is well; else it takes no more, and the driver ends the session.</summary>
    PublisherFault? Handle(ReadOnlySpan<byte> bytes, MonotonicTime arrival);

    /// <summary>Does what is due, some times a second.</summary>
    void HandleTimeout(MonotonicTime now);

    /// <summary>True when no unit has come for longer than a limit.</summary>
    bool IsSilent(MonotonicTime now, TimeSpan limit);

    /// <summary>Why no media comes though bytes may, in one clause.</summary>
    string WhySilent();
}
