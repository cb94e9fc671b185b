using Headrace.Media.Codecs;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Tracks;

namespace Headrace.Containers.MpegTs.ElementaryStreams;

/// <summary>H.264 (ISO/IEC 13818-1, 2.14).</summary>
internal sealed class H264ElementaryStream : NalElementaryStream
{
    private const byte AnySlices = 0xF0;

    public override Codec Codec => H264Codec.Instance;

    public override byte StreamType => TsStreamType.H264;

    public override bool Matches(byte streamType, ReadOnlySpan<byte> descriptors) => streamType == TsStreamType.H264;

    // H.264, 7.3.2.4
    protected override int WriteDelimiter(AccessUnit unit, Span<byte> destination)
    {
        (destination[0], destination[1]) = ((byte)H264NalType.Delimiter, PictureType(unit, AnySlices));
        return 2;
    }
}
