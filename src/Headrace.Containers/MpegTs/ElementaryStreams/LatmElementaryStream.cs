using System.Buffers;
using Headrace.Containers.MpegTs.Demuxing;
using Headrace.Containers.MpegTs.Muxing;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Tracks;

namespace Headrace.Containers.MpegTs.ElementaryStreams;

/// <summary>AAC in LATM (ISO/IEC 13818-1, 2.11.2.3), which DVB uses. It is read only: what is written has ADTS headers, which more receivers know.</summary>
internal sealed class LatmElementaryStream : ElementaryStream
{
    private const byte AudioStream = 0xC0;

    public override Codec Codec => AacCodec.Instance;

    public override byte StreamType => TsStreamType.Latm;

    public override byte StreamId => AudioStream;

    public override string? WhyNot(Track track) => "LATM is read only";

    public override bool Matches(byte streamType, ReadOnlySpan<byte> descriptors) => streamType == TsStreamType.Latm;

    public override ElementaryStreamReader CreateReader(TsProgramStream stream, UnitAssemblerOptions options) => new LatmStreamReader(options);

    internal override void WriteDescriptors(Track track, IBufferWriter<byte> output)
    {
    }

    internal override int Measure(AccessUnit unit, bool hasSets) => 0;

    internal override void Write(AccessUnit unit, bool hasSets, ref PesWriter output)
    {
    }
}
