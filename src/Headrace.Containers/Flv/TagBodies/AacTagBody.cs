using System.Buffers;
using Headrace.Containers.Mp4;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Flv.TagBodies;

/// <summary>AAC (FLV 10.1, E.4.2.2: AACAUDIODATA; enhanced: <c>mp4a</c>).</summary>
internal sealed class AacTagBody : TagBody
{
    /// <summary>Format 10, 44 kHz, 16 bits, stereo: always, whatever it is.</summary>
    private const byte Flags = 0xAF;

    public override Codec Codec => AacCodec.Instance;

    public override int ClassicId => 10;

    public override FourCc? FourCc => new FourCc("mp4a"u8);

    public override bool HasSequenceHeader => true;

    public override bool TryReadSequenceHeader(ReadOnlySpan<byte> header, out FlvSequence? sequence)
    {
        sequence = AacFormat.TryParse(header, out AacFormat? format) ? new FlvSequence(format, ParameterSets.Empty) : null;
        return sequence is not null;
    }

    internal override byte FlagsOf(Track track) => Flags;

    internal override void WriteSequenceHeader(Track track, IBufferWriter<byte> output) => output.Write(((AacFormat)track.Format).ConfigBytes.Span);
}
