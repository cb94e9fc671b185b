using System.Buffers;
using Headrace.Containers.MpegTs.Demuxing;
using Headrace.Containers.MpegTs.Muxing;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Opus;
using Headrace.Media.Tracks;

namespace Headrace.Containers.MpegTs.ElementaryStreams;

/// <summary>
/// Opus as ETSI TS 103 491 carries it: private data with the registration <c>Opus</c>, a descriptor with the channels, and in front of each
/// packet a control header.
/// <code>
/// | prefix 0x3FF 11 | start trim 1 | end trim 1 | extension 1 | reserved 2 | size: 0xFF × n, rest 8 |
/// </code>
/// </summary>
internal sealed class OpusElementaryStream : ElementaryStream
{
    private const byte PrivateStream = 0xBD;
    /// <summary>Greatest packet, in bytes: the whole of it and its header fit the length of a PES packet.</summary>
    private const int MaxPacket = 61_440;

    public override Codec Codec => OpusCodec.Instance;

    public override byte StreamType => TsStreamType.PrivateData;

    public override byte StreamId => PrivateStream;

    private static ReadOnlySpan<byte> Registration => "Opus"u8;

    private static ReadOnlySpan<byte> Prefix => [0x7F, 0xE0];

    public override string? WhyNot(Track track) => OpusDescriptor.WhyNot((OpusFormat)track.Format);

    public override bool Matches(byte streamType, ReadOnlySpan<byte> descriptors) =>
        streamType == TsStreamType.PrivateData && TsDescriptors.IsRegistered(descriptors, Registration);

    public override TrackFormat? FormatOf(TsProgramStream stream) =>
        TsDescriptors.TryFind(stream.Descriptors.Span, TsDescriptors.ExtensionTag, out ReadOnlySpan<byte> content) ? OpusDescriptor.Read(content) : null;

    public override ElementaryStreamReader CreateReader(TsProgramStream stream, UnitAssemblerOptions options) =>
        new OpusStreamReader(Codec.CreateAssembler(FormatOf(stream), ParameterSets.Empty, options));

    internal override void WriteDescriptors(Track track, IBufferWriter<byte> output)
    {
        TsDescriptors.Write(output, TsDescriptors.RegistrationTag, Registration);
        OpusDescriptor.Write(output, (OpusFormat)track.Format);
    }

    internal override int Measure(AccessUnit unit, bool hasSets)
    {
        int length = unit.Payload.Length;
        return length is > 0 and <= MaxPacket ? HeaderLength(length) + length : 0;
    }

    internal override void Write(AccessUnit unit, bool hasSets, ref PesWriter output)
    {
        Span<byte> header = stackalloc byte[HeaderLength(MaxPacket)];
        header = header[..HeaderLength(unit.Payload.Length)];
        header.Fill(byte.MaxValue);
        Prefix.CopyTo(header);
        header[^1] = (byte)(unit.Payload.Length % byte.MaxValue);
        output.Write(header);
        output.Write(unit.Payload.Span);
    }

    private static int HeaderLength(int packet) => Prefix.Length + packet / byte.MaxValue + 1;
}
