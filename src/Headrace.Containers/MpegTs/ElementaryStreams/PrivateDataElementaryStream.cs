using System.Buffers;
using Headrace.Containers.MpegTs.Demuxing;
using Headrace.Containers.MpegTs.Muxing;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.PrivateData;
using Headrace.Media.Tracks;

namespace Headrace.Containers.MpegTs.ElementaryStreams;

/// <summary>
/// Data in PES packets that is passed on with its stream type and descriptors: KLV (SMPTE RP 217; MISB ST 1402: stream type 0x06 with the registration <c>KLVA</c>, or 0x15 with it
/// or a metadata descriptor that names it), and other private data.
/// </summary>
internal sealed class PrivateDataElementaryStream(PrivateDataCodec codec) : ElementaryStream
{
    private const byte PrivateStream = 0xBD;
    private const byte MetadataStream = 0xFC;
    private const int MaxUnit = ushort.MaxValue - PesHeader.MaxLength;

    public override Codec Codec => codec;

    public override byte StreamType => TsStreamType.PrivateData;

    public override byte StreamId => PrivateStream;

    private static ReadOnlySpan<byte> Registration => "KLVA"u8;

    public override byte StreamTypeOf(Track track) => ((PrivateDataFormat)track.Format).StreamType;

    public override byte StreamIdOf(Track track) => StreamTypeOf(track) == TsStreamType.Metadata ? MetadataStream : PrivateStream;

    public override string? WhyNot(Track track) => null;

    public override bool Matches(byte streamType, ReadOnlySpan<byte> descriptors) =>
        streamType is TsStreamType.PrivateData or TsStreamType.Metadata && (codec != PrivateDataCodec.Klv || IsKlv(descriptors));

    public override TrackFormat FormatOf(TsProgramStream stream) => new PrivateDataFormat(codec, stream.StreamType, stream.Descriptors);

    public override ElementaryStreamReader CreateReader(TsProgramStream stream, UnitAssemblerOptions options) =>
        new DataStreamReader(codec.CreateAssembler(FormatOf(stream), ParameterSets.Empty, options));

    internal override void WriteDescriptors(Track track, IBufferWriter<byte> output) => output.Write(((PrivateDataFormat)track.Format).Descriptors.Span);

    internal override int Measure(AccessUnit unit, bool hasSets) => unit.Payload.Length <= MaxUnit ? unit.Payload.Length : 0;

    internal override void Write(AccessUnit unit, bool hasSets, ref PesWriter output) => output.Write(unit.Payload.Span);

    // 2.6.60: metadata_application_format, where 0xFFFF is followed by an identifier; then metadata_format, where 0xFF is.
    private static bool IsKlv(ReadOnlySpan<byte> descriptors) =>
        TsDescriptors.IsRegistered(descriptors, Registration)
        || (TsDescriptors.TryFind(descriptors, TsDescriptors.MetadataTag, out ReadOnlySpan<byte> content) && content.IndexOf(Registration) >= 0);
}
