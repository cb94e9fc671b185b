using System.Buffers;
using Headrace.Containers.MpegTs.Demuxing;
using Headrace.Containers.MpegTs.Muxing;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Av1;
using Headrace.Media.Tracks;

namespace Headrace.Containers.MpegTs.ElementaryStreams;

/// <summary>
/// AV1 as private data with the registration <c>AV01</c> (Carriage of AV1 in MPEG-2 TS, 1.0): a start code before each open bitstream unit, and bytes of emulation
/// prevention in it. A PES packet holds a temporal unit, with its delimiter.
/// </summary>
internal sealed class Av1ElementaryStream : ElementaryStream
{
    private const byte PrivateStream = 0xBD;
    private const byte NoIndication = 3;
    private const byte WideGamut = 1;
    private const byte HighRange = 2;
    private const int RangeShift = 6;

    // Colour primaries of BT.2020 (ITU-T H.273).
    private const byte Bt2020 = 9;

    public override Codec Codec => Av1Codec.Instance;

    public override byte StreamType => TsStreamType.PrivateData;

    public override byte StreamId => PrivateStream;

    private static ReadOnlySpan<byte> Registration => "AV01"u8;

    // Its header, and a size of 0.
    private static ReadOnlySpan<byte> Delimiter => [(byte)Av1ObuType.TemporalDelimiter << 3 | Av1Obu.HasSizeBit, 0];

    public override string? WhyNot(Track track) => null;

    public override string? WhyNotInSegments => "players of HLS take AV1 from MP4 only";

    public override bool Matches(byte streamType, ReadOnlySpan<byte> descriptors) =>
        streamType == TsStreamType.PrivateData && TsDescriptors.IsRegistered(descriptors, Registration);

    public override ElementaryStreamReader CreateReader(TsProgramStream stream, UnitAssemblerOptions options) => new Av1StreamReader(new Av1Assembler(null, options));

    internal override void WriteDescriptors(Track track, IBufferWriter<byte> output)
    {
        Av1Format format = (Av1Format)track.Format;
        TsDescriptors.Write(output, TsDescriptors.RegistrationTag, Registration);
        Span<byte> descriptor = stackalloc byte[Av1Config.HeaderLength];
        Av1Config.WriteHeader(descriptor, format.Header);
        descriptor[^1] |= (byte)(RangeOf(format.Colour) << RangeShift);
        TsDescriptors.Write(output, TsDescriptors.Av1Tag, descriptor);
    }

    internal override int Measure(AccessUnit unit, bool hasSets)
    {
        int length = Av1StartCodes.LengthOf(Delimiter);
        int empty = length;
        ReadOnlySpan<byte> rest = unit.Payload.Span;
        for (; Av1Obu.TryRead(rest, out _, out int obu); rest = rest[obu..]) length += Av1StartCodes.LengthOf(rest[..obu]);
        return length == empty ? 0 : length;
    }

    internal override void Write(AccessUnit unit, bool hasSets, ref PesWriter output)
    {
        Av1StartCodes.Write(Delimiter, ref output);
        ReadOnlySpan<byte> rest = unit.Payload.Span;
        for (; Av1Obu.TryRead(rest, out _, out int obu); rest = rest[obu..]) Av1StartCodes.Write(rest[..obu], ref output);
    }

    private static byte RangeOf(ColourDescription? colour) => colour switch
    {
        null or { Primaries: ColourDescription.Unspecified } => NoIndication,
        { IsPq: true } or { IsHlg: true } => HighRange,
        { Primaries: Bt2020 } => WideGamut,
        _ => 0,
    };
}
