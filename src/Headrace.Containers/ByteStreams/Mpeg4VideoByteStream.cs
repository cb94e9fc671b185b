using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Mpeg4Video;
using Headrace.Media.Tracks;

namespace Headrace.Containers.ByteStreams;

/// <summary>MPEG-4 video as an elementary stream: its configuration before pictures that decoding may begin with.</summary>
internal sealed class Mpeg4VideoByteStream : ByteStream
{
    public override Codec Codec => Mpeg4VideoCodec.Instance;

    public override string Name => "m4v";

    public override string MediaType => "video/MP4V-ES";

    public override string? WhyNot(Track track) => null;

    public override void Write(AccessUnit unit, bool hasSets, MediaBufferWriter output)
    {
        if (hasSets) output.Write(((Mpeg4VideoFormat)unit.Track.Format).Config.Span);
        output.Write(unit.Payload.Span);
    }
}
