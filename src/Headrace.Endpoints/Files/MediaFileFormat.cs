using Headrace.Endpoints.Publications;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Files;

/// <summary>A container that files, and what comes over HTTP, may be in.</summary>
/// <param name="Name">Its name for people.</param>
/// <param name="Extensions">Endings of names, with their dots.</param>
/// <param name="ContentTypes">What HTTP servers call it.</param>
/// <param name="LooksLike">Whether the first bytes look like it.</param>
/// <param name="CreateFeed">Makes what reads it.</param>
internal sealed record MediaFileFormat(
    string Name, IReadOnlyList<string> Extensions, IReadOnlyList<string> ContentTypes, Func<ReadOnlyMemory<byte>, bool> LooksLike, Func<IMediaUnitSink, MediaBufferPool, UnitFeed> CreateFeed)
{
    /// <summary>Makes what publishes it as it comes live.</summary>
    public Func<StreamRegistry, Session, MonotonicTime, ILogger, ILiveMedia>? LiveFactory { get; init; }

    /// <summary>Makes what publishes it as it comes live.</summary>
    public ILiveMedia CreateLive(StreamRegistry streams, Session session, MonotonicTime start, ILogger logger) =>
        LiveFactory?.Invoke(streams, session, start, logger) ?? new FeedLiveMedia(this, streams, session, start, logger);
}
