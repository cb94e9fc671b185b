using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Tracks;

namespace Headrace.Containers.ByteStreams;

/// <summary>AAC with a header before each frame (ADTS).</summary>
internal sealed class AdtsByteStream : ByteStream
{
    public override Codec Codec => AacCodec.Instance;

    public override string Name => "adts";

    public override string MediaType => "audio/aac";

    public override string? WhyNot(Track track) =>
        AdtsHeader.TryWrite(stackalloc byte[AdtsHeader.Length], ((AacFormat)track.Format).Config, 0) ? null : "its profile, sample rate or channels are such that ADTS headers cannot say them";

    public override void Write(AccessUnit unit, bool hasSets, MediaBufferWriter output)
    {
        Span<byte> header = stackalloc byte[AdtsHeader.Length];
        if (!AdtsHeader.TryWrite(header, ((AacFormat)unit.Track.Format).Config, unit.Payload.Length)) return;
        output.Write(header);
        output.Write(unit.Payload.Span);
    }
}
