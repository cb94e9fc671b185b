using System.Buffers.Binary;
using Headrace.Media.Buffers;

namespace Headrace.Containers.MpegTs.Muxing;

/// <summary>
/// Leaves units of one elementary stream out of packets that a <see cref="TsMuxer"/> wrote for all, for a reader who cannot use them. Clock references stay, and
/// the first packet after the gap is announced as discontinuous (ISO/IEC 13818-1, 2.4.3.5). Bytes that are no transport packets are left out.
/// </summary>
/// <param name="pid">PID of the elementary stream.</param>
public sealed class TsGap(int pid)
{
    private const int ContinuityMask = 15;

    /// <summary>Offset of the clock reference: behind the adaptation field's length and flags.</summary>
    private const int PcrOffset = TsPacket.HeaderSize + 2;

    private int _continuity;

    /// <summary>True from the first packet that was left out to <see cref="Close"/>.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Copies whole packets but those of the stream; of these only clock references remain, in packets of their own.</summary>
    public void LeaveOut(ReadOnlySpan<byte> packets, MediaBufferWriter output)
    {
        for (; packets.Length >= TsPacket.Size; packets = packets[TsPacket.Size..])
        {
            ReadOnlySpan<byte> packet = packets[..TsPacket.Size];
            if (!IsOfStream(packet) || (!IsOpen && !HasPayload(packet)))
            {
                output.Write(packet);
                continue;
            }

            if (!IsOpen) (IsOpen, _continuity) = (true, (packet[3] & ContinuityMask) - 1);
            if (HasPcr(packet)) WriteClock(packet, _continuity, isDiscontinuity: false, output);
        }
    }

    /// <summary>Copies whole packets, and before the first one of the stream says that its counter does not go on.</summary>
    public void Close(ReadOnlySpan<byte> packets, MediaBufferWriter output)
    {
        for (; packets.Length >= TsPacket.Size; packets = packets[TsPacket.Size..])
        {
            ReadOnlySpan<byte> packet = packets[..TsPacket.Size];
            if (IsOpen && IsOfStream(packet))
            {
                if (!HasPayload(packet))
                {
                    if (HasPcr(packet)) WriteClock(packet, _continuity, isDiscontinuity: false, output);
                    continue;
                }

                IsOpen = false;
                WriteClock(packet, (packet[3] & ContinuityMask) - 1, isDiscontinuity: true, output);
            }

            output.Write(packet);
        }
    }

    private bool IsOfStream(ReadOnlySpan<byte> packet) => (BinaryPrimitives.ReadUInt16BigEndian(packet[1..]) & TsPacket.Pids - 1) == pid;

    private static bool HasPayload(ReadOnlySpan<byte> packet) => (packet[3] & TsPacket.HasPayload) != 0;

    private static bool HasPcr(ReadOnlySpan<byte> packet) =>
        (packet[3] & TsPacket.HasAdaptation) != 0 && packet[TsPacket.HeaderSize] > TsTimestamp.PcrLength && (packet[TsPacket.HeaderSize + 1] & TsPacket.PcrFlag) != 0;

    /// <summary>Writes a packet without payload that has the clock reference of another one, where that has one.</summary>
    private void WriteClock(ReadOnlySpan<byte> like, int continuity, bool isDiscontinuity, MediaBufferWriter output)
    {
        bool hasPcr = HasPcr(like);
        byte flags = (byte)((hasPcr ? TsPacket.PcrFlag : 0) | (isDiscontinuity ? TsPacket.DiscontinuityFlag : 0));
        Span<byte> packet = output.Reserve(TsPacket.Size);
        TsMuxerStream.WriteAdaptation(packet, pid, continuity, new AdaptationField(flags));
        if (hasPcr) like.Slice(PcrOffset, TsTimestamp.PcrLength).CopyTo(packet[PcrOffset..]);
    }
}
