using Headrace.Media.Bits;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.JpegXs;
using Headrace.Media.Tracks;

namespace Headrace.Containers.ByteStreams;

/// <summary>The codestreams of JPEG XS one behind the other (ISO/IEC 21122-1), without the boxes that RTP has before them; the fields of a frame are two.</summary>
internal sealed class JpegXsByteStream : ByteStream
{
    public override Codec Codec => JpegXsCodec.Instance;

    public override string Name => "jpegxs_pipe";

    public override string MediaType => "image/jxsc";

    public override string? WhyNot(Track track) => null;

    public override void Write(AccessUnit unit, bool hasSets, MediaBufferWriter output)
    {
        foreach (ReadOnlySpan<byte> piece in new NalUnits(unit.Payload.Span))
        {
            int offset = 0;
            if (!JpegXsHeader.IsSlice(piece)) JpegXsHeader.TryFindCodestream(piece, out offset);
            output.Write(piece[offset..]);
        }
    }
}
