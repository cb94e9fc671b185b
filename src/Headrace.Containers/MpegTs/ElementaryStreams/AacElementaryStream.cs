using System.Buffers;
using Headrace.Containers.MpegTs.Demuxing;
using Headrace.Containers.MpegTs.Muxing;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Tracks;

namespace Headrace.Containers.MpegTs.ElementaryStreams;

/// <summary>
/// AAC with ADTS headers. HE-AAC stands there as its core, which is how ADTS signals it; a descriptor says that band replication is in it
/// (ISO/IEC 13818-1, 2.6.68).
/// </summary>
internal sealed class AacElementaryStream : ElementaryStream
{
    private const byte AudioStream = 0xC0;
    private const byte HasBandReplication = 1;

    public override Codec Codec => AacCodec.Instance;

    public override byte StreamType => TsStreamType.Adts;

    public override byte StreamId => AudioStream;

    public override string? WhyNot(Track track)
    {
        AacConfig config = ((AacFormat)track.Format).Config;
        if (config.ChannelConfiguration == 0) return "its channel layout is one that ADTS headers cannot say";
        return AdtsHeader.TryWrite(stackalloc byte[AdtsHeader.Length], config, 0) ? null : "its profile or sample rate is one that ADTS headers cannot say";
    }

    public override bool Matches(byte streamType, ReadOnlySpan<byte> descriptors) => streamType == TsStreamType.Adts;

    public override ElementaryStreamReader CreateReader(TsProgramStream stream, UnitAssemblerOptions options) =>
        new SingleFrameReader(new AacAssembler(null, options) { HasBandReplication = SaysBandReplication(stream.Descriptors.Span) }, AdtsSyntax.Instance, options);

    internal override void WriteDescriptors(Track track, IBufferWriter<byte> output)
    {
        AacConfig config = ((AacFormat)track.Format).Config;
        if (!config.HasSbr) return;
        TsDescriptors.Write(output, TsDescriptors.AacTag, [(byte)(config.ObjectType - 1), (byte)config.ChannelConfiguration, HasBandReplication]);
    }

    internal override int Measure(AccessUnit unit, bool hasSets)
    {
        int length = unit.Payload.Length + AdtsHeader.Length;
        return unit.Payload.Length > 0 && length <= AdtsHeader.MaxFrameLength ? length : 0;
    }

    internal override void Write(AccessUnit unit, bool hasSets, ref PesWriter output)
    {
        Span<byte> header = stackalloc byte[AdtsHeader.Length];
        AdtsHeader.TryWrite(header, ((AacFormat)unit.Track.Format).Config, unit.Payload.Length);
        output.Write(header);
        output.Write(unit.Payload.Span);
    }

    private static bool SaysBandReplication(ReadOnlySpan<byte> descriptors) =>
        TsDescriptors.TryFind(descriptors, TsDescriptors.AacTag, out ReadOnlySpan<byte> content) && content.Length > 2 && (content[2] & HasBandReplication) != 0;
}
