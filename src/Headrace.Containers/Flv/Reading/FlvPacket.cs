using Headrace.Containers.Flv.TagBodies;
using Headrace.Containers.Mp4;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Flv.Reading;

/// <summary>One packet of a tag's body: most tags have one, those of several tracks have more. Valid while the body is.</summary>
public readonly ref struct FlvPacket
{
    /// <summary>Video or audio.</summary>
    public required MediaKind Kind { get; init; }

    /// <summary>What it is.</summary>
    public required FlvPacketKind Packet { get; init; }

    /// <summary>Number among the tracks of its kind; 0 where the tag does not say it.</summary>
    public int Track { get; init; }

    /// <summary>Who reads its codec; null where nobody does.</summary>
    public TagBody? Carrier { get; init; }

    /// <summary>The codec's number in the classic form, or -1 in the enhanced one.</summary>
    public int ClassicId { get; init; }

    /// <summary>The codec in the enhanced form.</summary>
    public FourCc FourCc { get; init; }

    /// <summary>The first byte of the tag's body: in the classic form it says rate and channels of the sound.</summary>
    public byte Flags { get; init; }

    /// <summary>True when the tag says that decoding may begin here.</summary>
    public bool IsKeyFrame { get; init; }

    /// <summary>Presentation minus decode time in milliseconds; may be negative.</summary>
    public int CompositionOffset { get; init; }

    /// <summary>What comes on top of the tag's timestamp, in nanoseconds below a million; 0 where the tag does not say it.</summary>
    public int NanosecondOffset { get; init; }

    /// <summary>Configuration or frame.</summary>
    public ReadOnlySpan<byte> Data { get; init; }

    /// <summary>What it consists of, for people.</summary>
    public string CodecName => Carrier?.Codec.DisplayName ?? FlvCodecNames.Of(Kind, ClassicId, FourCc);
}
