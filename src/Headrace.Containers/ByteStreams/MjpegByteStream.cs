using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Mjpeg;
using Headrace.Media.Tracks;

namespace Headrace.Containers.ByteStreams;

/// <summary>Pictures of JPEG one behind the other.</summary>
internal sealed class MjpegByteStream : ByteStream
{
    public override Codec Codec => MjpegCodec.Instance;

    public override string Name => "mjpeg";

    public override string MediaType => "video/x-motion-jpeg";

    public override bool IsJpeg => true;

    public override string? WhyNot(Track track) => null;

    public override void Write(AccessUnit unit, bool hasSets, MediaBufferWriter output) => output.Write(unit.Payload.Span);
}
