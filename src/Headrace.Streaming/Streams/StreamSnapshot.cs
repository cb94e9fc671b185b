using System.Collections.Immutable;
using Headrace.Media.Tracks;
using Headrace.Streaming.Inputs;

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
    int GopsHeld,
    ImmutableArray<TrackSnapshot> Tracks,
    ImmutableArray<InputSnapshot> Inputs);

/// <summary>What a stream says of one of its tracks.</summary>
public sealed record TrackSnapshot(int Id, string Codec, MediaKind Kind, string Description, string? Rfc6381, long Units, long KeyFrames, long Bytes, long Damaged, long Dropped,
    TransportFigures? Transport);
