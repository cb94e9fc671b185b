using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Framing;
using Headrace.Media.Codecs.MpegAudio;
using Headrace.Media.Tracks;

namespace Headrace.Containers.MpegTs.ElementaryStreams;

/// <summary>One layer of MPEG audio (ISO/IEC 13818-1, 2.4.4.10): the stream type says the range of sample rates, not the layer.</summary>
internal sealed class MpegAudioElementaryStream(MpegAudioCodec codec) : FrameElementaryStream
{
    private const byte AudioStream = 0xC0;

    public override Codec Codec => codec;

    public override byte StreamType => TsStreamType.Mpeg1Audio;

    public override byte StreamId => AudioStream;

    protected override FrameSyntax Syntax => MpegAudioCodec.Syntax;

    public override byte StreamTypeOf(Track track) => track.Format is MpegAudioFormat { Version: not MpegAudioVersion.Mpeg1 } ? TsStreamType.Mpeg2Audio : TsStreamType.Mpeg1Audio;

    public override bool Matches(byte streamType, ReadOnlySpan<byte> descriptors) => streamType is TsStreamType.Mpeg1Audio or TsStreamType.Mpeg2Audio;
}
