namespace Headrace.Containers.MpegTs.Reading;

/// <summary>A whole PES packet.</summary>
public readonly ref struct PesPacket
{
    /// <summary>The stream.</summary>
    public required TsProgramStream Stream { get; init; }

    /// <summary>PTS, 33 bits at 90 kHz; null without one.</summary>
    public required long? PresentationTime { get; init; }

    /// <summary>DTS: the PTS where none is written; null without either.</summary>
    public required long? DecodeTime { get; init; }

    /// <summary>Whether the packet that it began in says that decoding may begin here.</summary>
    public required bool IsRandomAccess { get; init; }

    /// <summary>True when packets are missing in it, or before it in its stream.</summary>
    public required bool IsDamaged { get; init; }

    /// <summary>True when packets are missing in it: its bytes do not follow each other.</summary>
    public bool IsIncomplete { get; init; }

    /// <summary>True when the packet that it began in says that time or counters do not go on from what was before.</summary>
    public bool IsDiscontinuity { get; init; }

    /// <summary>stream_id (ISO/IEC 13818-1, table 2-22).</summary>
    public byte StreamId { get; init; }

    /// <summary>The bytes behind the header.</summary>
    public required ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>The same packet with another time.</summary>
    internal PesPacket At(long? time) => new()
    {
        Stream = Stream,
        PresentationTime = time,
        DecodeTime = time,
        IsRandomAccess = IsRandomAccess,
        IsDamaged = IsDamaged,
        IsIncomplete = IsIncomplete,
        IsDiscontinuity = IsDiscontinuity,
        StreamId = StreamId,
        Payload = Payload,
    };
}
