using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Av1;
using Headrace.Media.Tracks;

namespace Headrace.Containers.ByteStreams;

/// <summary>AV1 as a low-overhead bitstream (AV1, 5.2): a delimiter before each temporal unit.</summary>
internal sealed class Av1ByteStream : ByteStream
{
    private static ReadOnlySpan<byte> Delimiter => [(byte)Av1ObuType.TemporalDelimiter << 3 | Av1Obu.HasSizeBit, 0];

    public override Codec Codec => Av1Codec.Instance;

    public override string Name => "obu";

    public override string MediaType => "video/AV1";

    public override string? WhyNot(Track track) => null;

    public override void Write(AccessUnit unit, bool hasSets, MediaBufferWriter output)
    {
        output.Write(Delimiter);
        output.Write(unit.Payload.Span);
    }
}
