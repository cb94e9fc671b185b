using System.Buffers.Binary;
using System.Globalization;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.Detection;

/// <summary>
/// AAC as nearly everybody sends it (RFC 3640, AAC-hbr): headers of 13 bits of size and 3 of index, whose sizes fill the packet. The rate is measured; one channel or two are
/// told by the first element of a frame. More channels, or profiles other than LC, need a session description.
/// </summary>
internal sealed class AacDetector : PayloadDetector
{
    private const int SingleChannelElement = 0;
    private const int ChannelPairElement = 1;
    private const int LowComplexity = 2;

    private static readonly int[] Rates = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000];

    /// <inheritdoc/>
    public override bool NeedsClockRate => true;

    /// <inheritdoc/>
    public override string Name => "AAC";

    /// <inheritdoc/>
    public override PayloadEvidence Look(in PayloadSample sample) => TryFindFrame(sample.Payload, out ReadOnlySpan<byte> frame) && ElementOf(frame) <= ChannelPairElement ? PayloadEvidence.For : PayloadEvidence.Against;

    /// <inheritdoc/>
    public override MediaDescription Describe(byte payloadType, in PayloadSample sample, int clockRate)
    {
        int rate = 0;
        for (int i = 1; i < Rates.Length; i++)
        {
            if (Math.Abs(Math.Log((double)clockRate / Rates[i])) < Math.Abs(Math.Log((double)clockRate / Rates[rate]))) rate = i;
        }

        int channels = TryFindFrame(sample.Payload, out ReadOnlySpan<byte> frame) && ElementOf(frame) == SingleChannelElement ? 1 : 2;

        // AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1): object type (5 bits), frequency (4), channels (4), three flags.
        int config = LowComplexity << 11 | rate << 7 | channels << 3;
        return Medium(
            "audio", payloadType, string.Create(CultureInfo.InvariantCulture, $"mpeg4-generic/{Rates[rate]}/{channels}"),
            string.Create(CultureInfo.InvariantCulture, $"streamtype=5; mode=AAC-hbr; sizelength=13; indexlength=3; indexdeltalength=3; config={config:X4}"));
    }

    private static bool TryFindFrame(ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> frame)
    {
        frame = default;
        if (payload.Length < 5) return false;
        int headerBits = BinaryPrimitives.ReadUInt16BigEndian(payload);
        int headers = headerBits / 16;
        if (headerBits % 16 != 0 || headers == 0 || 2 + headers * 2 >= payload.Length) return false;
        ReadOnlySpan<byte> frames = payload[(2 + headers * 2)..];
        int total = 0;
        for (int i = 0; i < headers; i++)
        {
            ushort header = BinaryPrimitives.ReadUInt16BigEndian(payload[(2 + i * 2)..]);
            if ((header & 7) != 0 || header == 0) return false;
            total += header >> 3;
        }

        frame = frames;
        return total == frames.Length;
    }

    private static int ElementOf(ReadOnlySpan<byte> frame) => frame[0] >> 5;
}
