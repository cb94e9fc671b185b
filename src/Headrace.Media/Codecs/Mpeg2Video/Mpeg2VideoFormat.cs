using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Mpeg2Video;

/// <summary>What a sequence header and its extension say of pictures.</summary>
public sealed record Mpeg2VideoFormat : VideoFormat
{
    /// <summary>profile_and_level_indication (6.2.2.3); null for MPEG-1.</summary>
    public byte? ProfileAndLevel { get; init; }

    /// <summary>True when all pictures are frames without interlacing.</summary>
    public bool IsProgressive { get; init; }

    /// <summary>chroma_format: 1 (4:2:0), 2 (4:2:2) or 3 (4:4:4).</summary>
    public int ChromaFormat { get; init; } = 1;

    /// <inheritdoc/>
    public override Codec Codec => ProfileAndLevel is null ? Mpeg2VideoCodec.Mpeg1 : Mpeg2VideoCodec.Mpeg2;

    /// <summary>Null: what asks for such a string does not carry it.</summary>
    public override string? Rfc6381 => null;
}
