using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Flac;
using Headrace.Media.Tracks;

namespace Headrace.Containers.ByteStreams;

/// <summary>FLAC as a FLAC file: its marker, STREAMINFO, and the frames as they are (RFC 9639, 6).</summary>
internal sealed class FlacByteStream : ByteStream
{
    public override Codec Codec => FlacCodec.Instance;

    public override string Name => "flac";

    public override string MediaType => "audio/flac";

    public override string? WhyNot(Track track) => null;

    public override void Begin(Track track, MediaBufferWriter output)
    {
        output.Write("fLaC"u8);
        FlacStreamInfo.WriteBlock(output.Reserve(FlacStreamInfo.BlockLength), (FlacFormat)track.Format);
    }

    public override void Write(AccessUnit unit, bool hasSets, MediaBufferWriter output) => output.Write(unit.Payload.Span);
}
