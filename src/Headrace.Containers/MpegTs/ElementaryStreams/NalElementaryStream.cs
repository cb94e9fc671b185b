using System.Buffers;
using Headrace.Containers.MpegTs.Demuxing;
using Headrace.Containers.MpegTs.Muxing;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Bits;
using Headrace.Media.Codecs;
using Headrace.Media.Tracks;

namespace Headrace.Containers.MpegTs.ElementaryStreams;

/// <summary>
/// Video in NAL units as a byte stream (H.264 and H.265, annex B): a delimiter begins each unit, as ISO/IEC 13818-1, 2.14.1 and 2.17.1
/// demand, then come the parameter sets where they are due, then the unit's own NAL units with a start code in the place of each length.
/// </summary>
internal abstract class NalElementaryStream : ElementaryStream
{
    private const byte VideoStream = 0xE0;
    private const int MaxDelimiter = 8;

    private static ReadOnlySpan<byte> StartCode => [0, 0, 0, 1];

    public sealed override byte StreamId => VideoStream;

    public sealed override string? WhyNot(Track track) =>
        track.ParameterSets.Has(ParameterSetKind.Sps) && track.ParameterSets.Has(ParameterSetKind.Pps) ? null : "its parameter sets have not come yet";

    public sealed override ElementaryStreamReader CreateReader(TsProgramStream stream, UnitAssemblerOptions options) =>
        new StartCodeReader(Codec.CreateAssembler(null, ParameterSets.Empty, options), options);

    internal override void WriteDescriptors(Track track, IBufferWriter<byte> output)
    {
    }

    internal sealed override int Measure(AccessUnit unit, bool hasSets)
    {
        Span<byte> delimiter = stackalloc byte[MaxDelimiter];
        int length = StartCode.Length + WriteDelimiter(unit, delimiter);
        int delimited = length;
        foreach (ReadOnlySpan<byte> nal in new NalUnits(unit.Payload.Span)) length += StartCode.Length + nal.Length;
        if (length == delimited) return 0;
        if (!hasSets) return length;
        foreach (ParameterSet set in unit.Track.ParameterSets.Sets) length += StartCode.Length + set.Nal.Length;
        return length;
    }

    internal sealed override void Write(AccessUnit unit, bool hasSets, ref PesWriter output)
    {
        Span<byte> delimiter = stackalloc byte[MaxDelimiter];
        WriteNal(delimiter[..WriteDelimiter(unit, delimiter)], ref output);
        if (hasSets)
        {
            foreach (ParameterSet set in unit.Track.ParameterSets.Sets) WriteNal(set.Nal.Span, ref output);
        }

        foreach (ReadOnlySpan<byte> nal in new NalUnits(unit.Payload.Span)) WriteNal(nal, ref output);
    }

    /// <summary>Writes the access unit delimiter, without start code, and gives its length.</summary>
    protected abstract int WriteDelimiter(AccessUnit unit, Span<byte> destination);

    /// <summary>Which slices a picture may hold, three bits (H.264, table 7-5; H.265, table 7-2), before the trailing one.</summary>
    protected static byte PictureType(AccessUnit unit, byte unknown) => unit.Picture switch
    {
        PictureKind.I => 0x10,
        PictureKind.P => 0x30,
        PictureKind.B => 0x50,
        _ => unknown,
    };

    private static void WriteNal(scoped ReadOnlySpan<byte> nal, ref PesWriter output)
    {
        output.Write(StartCode);
        output.Write(nal);
    }
}
