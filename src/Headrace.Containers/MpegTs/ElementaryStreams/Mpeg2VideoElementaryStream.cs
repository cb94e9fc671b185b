using System.Buffers;
using Headrace.Containers.MpegTs.Demuxing;
using Headrace.Containers.MpegTs.Muxing;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Mpeg2Video;
using Headrace.Media.Tracks;

namespace Headrace.Containers.MpegTs.ElementaryStreams;

/// <summary>MPEG-2 and MPEG-1 video: units go into PES packets as they are.</summary>
internal sealed class Mpeg2VideoElementaryStream(Mpeg2VideoCodec codec, byte streamType) : ElementaryStream
{
    private const byte VideoStream = 0xE0;

    public override Codec Codec => codec;

    public override byte StreamType => streamType;

    public override byte StreamId => VideoStream;

    public override string? WhyNot(Track track) => null;

    public override bool Matches(byte type, ReadOnlySpan<byte> descriptors) => type == streamType;

    public override ElementaryStreamReader CreateReader(TsProgramStream stream, UnitAssemblerOptions options) =>
        new StartCodeReader(codec.CreateAssembler(null, ParameterSets.Empty, options), options, keepsZeros: true);

    internal override void WriteDescriptors(Track track, IBufferWriter<byte> output)
    {
    }

    internal override int Measure(AccessUnit unit, bool hasSets) => unit.Payload.Length;

    internal override void Write(AccessUnit unit, bool hasSets, ref PesWriter output) => output.Write(unit.Payload.Span);
}
