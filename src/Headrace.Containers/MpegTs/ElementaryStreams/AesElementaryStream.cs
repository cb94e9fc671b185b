using System.Buffers;
using Headrace.Containers.MpegTs.Demuxing;
using Headrace.Containers.MpegTs.Muxing;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.LinearPcm;
using Headrace.Media.Tracks;

namespace Headrace.Containers.MpegTs.ElementaryStreams;

/// <summary>One width of linear PCM as SMPTE ST 302 carries it: private data with the registration <c>BSSD</c>, 48 kHz, pairs of channels. The width is in its packets, not in the map table.</summary>
internal sealed class AesElementaryStream(LinearPcmCodec width) : ElementaryStream
{
    private const byte PrivateStream = 0xBD;

    // Of a unit, so many pairs go at once.
    private const int PairsAtOnce = 64;
    private const int MaxPairBytes = 7;

    /// <summary>Greatest number of bytes behind a header: the whole of it fits the length of a PES packet.</summary>
    private const int MaxBytes = 61_440;

    public override Codec Codec => width;

    public override byte StreamType => TsStreamType.PrivateData;

    public override byte StreamId => PrivateStream;

    private static ReadOnlySpan<byte> Registration => "BSSD"u8;

    public override string? WhyNot(Track track) =>
        track.Format is LinearPcmFormat { SampleRate: AesPacket.SampleRate, Channels: 2 or 4 or 6 or 8 } ? null : "SMPTE ST 302 has places for 48 kHz in 2, 4, 6 or 8 channels alone";

    public override bool Matches(byte streamType, ReadOnlySpan<byte> descriptors) => streamType == TsStreamType.PrivateData && TsDescriptors.IsRegistered(descriptors, Registration);

    public override ElementaryStreamReader CreateReader(TsProgramStream stream, UnitAssemblerOptions options) => new AesStreamReader(options);

    internal override void WriteDescriptors(Track track, IBufferWriter<byte> output) => TsDescriptors.Write(output, TsDescriptors.RegistrationTag, Registration);

    internal override int Measure(AccessUnit unit, bool hasSets)
    {
        AesPacket packet = PacketOf(unit);
        return packet.Bytes is > 0 and <= MaxBytes ? AesPacket.HeaderLength + packet.Bytes : 0;
    }

    internal override void Write(AccessUnit unit, bool hasSets, ref PesWriter output)
    {
        AesPacket packet = PacketOf(unit);
        Span<byte> header = stackalloc byte[AesPacket.HeaderLength];
        packet.WriteHeader(header);
        output.Write(header);
        Span<byte> pairs = stackalloc byte[PairsAtOnce * MaxPairBytes];
        ReadOnlySpan<byte> samples = unit.Payload.Span;
        int size = 2 * width.BytesPerSample;
        int count = samples.Length / size;
        for (int done = 0, filled = 0; done < count; done++)
        {
            packet.WritePair(samples.Slice(done * size, size), unit.DecodeTime + done / (packet.Channels / 2), pairs.Slice(filled, packet.PairBytes));
            filled += packet.PairBytes;
            if (filled <= pairs.Length - MaxPairBytes && done < count - 1) continue;
            output.Write(pairs[..filled]);
            filled = 0;
        }
    }

    private AesPacket PacketOf(AccessUnit unit)
    {
        int channels = ((LinearPcmFormat)unit.Track.Format).Channels;
        AesPacket packet = new(0, channels, width.BytesPerSample * 8);
        return packet with { Bytes = unit.Payload.Length / (width.BytesPerSample * 2) * packet.PairBytes };
    }
}
