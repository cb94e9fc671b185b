using System.Buffers.Binary;
using Headrace.Media.Codecs.Framing;

namespace Headrace.Media.Codecs.Aac;

/// <summary>
/// AudioSyncStream (ISO/IEC 14496-3, 1.7.2): elements of LATM, each behind a header that tells its length.
/// <code>
/// | sync 0x2B7: 11 | length 13 | audioMuxElement … |
/// </code>
/// </summary>
public sealed class LoasSyntax : FrameSyntax
{
    /// <summary>Bytes of the header.</summary>
    public const int Header = 3;

    /// <summary>Greatest length of an element behind its header.</summary>
    public const int MaxElement = (1 << 13) - 1;

    private const int Sync = 0x2B7;

    private LoasSyntax()
    {
    }

    /// <summary>The one instance.</summary>
    public static LoasSyntax Instance { get; } = new();

    /// <inheritdoc/>
    public override Codec Codec => AacCodec.Instance;

    /// <inheritdoc/>
    public override int HeaderLength => Header;

    /// <summary>Reads the header at the start. How long an element lasts is said within it.</summary>
    public override bool TryMeasure(ReadOnlySpan<byte> bytes, out FrameMeasure measure)
    {
        measure = default;
        if (bytes.Length < Header || BinaryPrimitives.ReadUInt16BigEndian(bytes) >> 5 != Sync) return false;
        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]) & MaxElement;
        measure = new FrameMeasure(Header + length, 0, 0);
        return length > 0;
    }

    /// <inheritdoc/>
    public override bool BelongTogether(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => true;
}
