using Headrace.Media.Bits;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Tracks;

namespace Headrace.Containers.ByteStreams;

/// <summary>NAL units behind start codes (H.264 and H.265, annex B).</summary>
internal sealed class NalByteStream(Codec codec, string name, string mediaType) : ByteStream
{
    private static ReadOnlySpan<byte> StartCode => [0, 0, 0, 1];

    public override Codec Codec => codec;

    public override string Name => name;

    public override string MediaType => mediaType;

    public override string? WhyNot(Track track) =>
        track.ParameterSets.Has(ParameterSetKind.Sps) && track.ParameterSets.Has(ParameterSetKind.Pps) ? null : "its parameter sets have not come yet";

    public override void Write(AccessUnit unit, bool hasSets, MediaBufferWriter output)
    {
        if (hasSets)
        {
            foreach (ParameterSet set in unit.Track.ParameterSets.Sets) Write(set.Nal.Span, output);
        }

        foreach (ReadOnlySpan<byte> nal in new NalUnits(unit.Payload.Span)) Write(nal, output);
    }

    private static void Write(ReadOnlySpan<byte> nal, MediaBufferWriter output)
    {
        output.Write(StartCode);
        output.Write(nal);
    }
}
