using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Tracks;

namespace Headrace.Containers.ByteStreams;

/// <summary>Sound and pictures whose units are a byte stream as they are: each frame has a header that it is found by.</summary>
internal sealed class FrameByteStream(Codec codec, string name, string mediaType) : ByteStream
{
    public override Codec Codec => codec;

    public override string Name => name;

    public override string MediaType => mediaType;

    public override string? WhyNot(Track track) => null;

    public override void Write(AccessUnit unit, bool hasSets, MediaBufferWriter output) => output.Write(unit.Payload.Span);
}
