using System.Buffers;
using Headrace.Containers.MpegTs.Demuxing;
using Headrace.Containers.MpegTs.Muxing;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Mpeg4Video;
using Headrace.Media.Tracks;

namespace Headrace.Containers.MpegTs.ElementaryStreams;

/// <summary>MPEG-4 video (ISO/IEC 13818-1, 2.11.2): pictures as they are, those that decoding may begin with behind their configuration.</summary>
internal sealed class Mpeg4VideoElementaryStream : ElementaryStream
{
    private const byte VideoStream = 0xE0;

    public override Codec Codec => Mpeg4VideoCodec.Instance;

    public override byte StreamType => TsStreamType.Mpeg4Video;

    public override byte StreamId => VideoStream;

    public override string? WhyNot(Track track) => null;

    public override bool Matches(byte streamType, ReadOnlySpan<byte> descriptors) => streamType == TsStreamType.Mpeg4Video;

    public override ElementaryStreamReader CreateReader(TsProgramStream stream, UnitAssemblerOptions options) =>
        new StartCodeReader(Codec.CreateAssembler(null, ParameterSets.Empty, options), options, keepsZeros: true);

    internal override void WriteDescriptors(Track track, IBufferWriter<byte> output)
    {
    }

    internal override int Measure(AccessUnit unit, bool hasSets) => ConfigOf(unit).Length + unit.Payload.Length;

    internal override void Write(AccessUnit unit, bool hasSets, ref PesWriter output)
    {
        output.Write(ConfigOf(unit));
        output.Write(unit.Payload.Span);
    }

    private static ReadOnlySpan<byte> ConfigOf(AccessUnit unit) => unit.RandomAccess.IsPoint ? ((Mpeg4VideoFormat)unit.Track.Format).Config.Span : [];
}
