using System.Globalization;
using System.Text;
using Headrace.Containers.MpegTs;
using Headrace.Containers.MpegTs.Reading;

namespace Headrace.Containers.Tests.MpegTs;

/// <summary>Packets as text, a line each, for golden files.</summary>
internal static class TsDump
{
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        StringBuilder text = new();
        for (; !bytes.IsEmpty; bytes = bytes[TsPacket.Size..])
        {
            Assert.True(TsPacketHeader.TryRead(bytes, out TsPacketHeader header));
            text.Append(CultureInfo.InvariantCulture, $"{header.Pid,5} #{header.Continuity:00}");
            if (header.IsUnitStart) text.Append(" start");
            if (header.IsDiscontinuity) text.Append(" discontinuity");
            if (header.IsRandomAccess) text.Append(" random-access");
            if (header.HasPcr) text.Append(CultureInfo.InvariantCulture, $" pcr={TsPacketHeader.ReadPcr(bytes)}");
            if (!header.HasPayload)
            {
                text.Append(" nothing\n");
                continue;
            }

            ReadOnlySpan<byte> payload = bytes[header.PayloadOffset..TsPacket.Size];
            text.Append(CultureInfo.InvariantCulture, $" {payload.Length}: {Convert.ToHexStringLower(payload[..Math.Min(payload.Length, header.IsUnitStart ? 64 : 8)])}\n");
        }

        return text.ToString();
    }
}
