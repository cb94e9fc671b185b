using System.Buffers;
using Headrace.Containers.Mp4;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Flv.TagBodies;

/// <summary>H.264 (FLV 10.1, E.4.3.2: AVCVIDEOPACKET; enhanced: <c>avc1</c>).</summary>
internal sealed class H264TagBody : NalTagBody
{
    public override Codec Codec => H264Codec.Instance;

    public override int ClassicId => 7;

    public override FourCc? FourCc => new FourCc("avc1"u8);

    public override bool TryReadSequenceHeader(ReadOnlySpan<byte> header, out FlvSequence? sequence)
    {
        sequence = H264Config.TryRead(header, out H264Config? config) ? new FlvSequence(config.Format, config.ParameterSets, config.LengthSize) : null;
        return sequence is not null;
    }

    internal override void WriteSequenceHeader(Track track, IBufferWriter<byte> output) => H264Config.TryWrite(output, track.ParameterSets);
}
