using System.Buffers;
using Headrace.Containers.Mp4;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Flac;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Flv.TagBodies;

/// <summary>
/// FLAC (Enhanced RTMP v2: <c>fLaC</c>): the configuration is the beginning of a FLAC file, its marker and STREAMINFO. FFmpeg 8.1 writes STREAMINFO alone and reads both.
/// </summary>
internal sealed class FlacTagBody : TagBody
{
    public override Codec Codec => FlacCodec.Instance;

    public override FourCc? FourCc => new FourCc("fLaC"u8);

    public override bool HasSequenceHeader => true;

    private static ReadOnlySpan<byte> Marker => "fLaC"u8;

    public override bool TryReadSequenceHeader(ReadOnlySpan<byte> header, out FlvSequence? sequence)
    {
        if (header.StartsWith(Marker)) header = header[Marker.Length..];
        bool isRead = FlacStreamInfo.TryReadBlocks(header, out FlacFormat? format) || FlacStreamInfo.TryRead(header, out format);
        sequence = isRead ? new FlvSequence(format, ParameterSets.Empty) : null;
        return isRead;
    }

    internal override void WriteSequenceHeader(Track track, IBufferWriter<byte> output)
    {
        output.Write(Marker);
        FlacStreamInfo.WriteBlock(output.GetSpan(FlacStreamInfo.BlockLength), (FlacFormat)track.Format);
        output.Advance(FlacStreamInfo.BlockLength);
    }
}
