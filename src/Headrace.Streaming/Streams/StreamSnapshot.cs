using System.Collections.Immutable;
using Headrace.Media.Tracks;
using Headrace.Streaming.Figures;
using Headrace.Streaming.Forwarding;
using Headrace.Streaming.Inputs;
using Headrace.Streaming.Supervision;

namespace Headrace.Streaming.Streams;

/// <summary>What a stream says of itself at one moment.</summary>
public sealed record StreamSnapshot(
    string Name,
    StreamState State,
    DateTimeOffset Since,
    string? LastError,
    bool IsConfigured,
    Guid? PublisherSession,
    int Readers,
    int Branches,
    long BytesIn,
    long BytesOut,
    long MemoryUsed,
    RingFigures Ring,
    ImmutableArray<TrackSnapshot> Tracks,
    ImmutableArray<InputSnapshot> Inputs,
    PublisherStability Stability,
    RecoverySnapshot Recovery,
    ViewerFigures Viewers,
    ImmutableArray<DelayCounts> Delays)
{
    /// <summary>The kind of what went wrong last, or null.</summary>
    public SourceCause? LastErrorCause { get; init; }

    /// <summary>Where it is sent of our own accord.</summary>
    public ImmutableArray<ForwardSnapshot> Forwards { get; init; } = [];

    /// <summary>Pictures that went on, over all tracks.</summary>
    public long Frames => Tracks.Sum(track => track.Kind == MediaKind.Video ? track.Units : 0);

    /// <summary>Random access points among them.</summary>
    public long KeyFrames => Tracks.Sum(track => track.KeyFrames);

    /// <summary>Packets that came, where the transport has packets.</summary>
    public long Packets => Tracks.Sum(track => track.Transport?.Packets ?? 0);

    /// <summary>Packets that never came.</summary>
    public long PacketsLost => Tracks.Sum(track => track.Transport?.Lost ?? 0);
}

/// <summary>What a stream says of one of its tracks.</summary>
public sealed record TrackSnapshot(int Id, string Codec, MediaKind Kind, string Description, string? Rfc6381, long Units, long KeyFrames, long Bytes, PictureCounts Pictures,
    DropCounts Drops, TransportFigures? Transport)
{
    /// <summary>Units that came incomplete.</summary>
    public long Damaged => Drops.Damaged;

    /// <summary>Units that did not go on.</summary>
    public long Dropped => Drops.Total;
}
