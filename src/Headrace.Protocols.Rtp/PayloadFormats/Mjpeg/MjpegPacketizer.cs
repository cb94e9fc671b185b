using System.Buffers.Binary;
using Headrace.Media.Codecs.Mjpeg;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sending;

namespace Headrace.Protocols.Rtp.PayloadFormats.Mjpeg;

/// <summary>
/// Cuts the coded data of pictures into packets (RFC 2435); the first has the quantisation tables, and is never cut within them. Sizes are rounded up to whole blocks, as the format counts those.
/// Pictures that it cannot say are dropped.
/// </summary>
internal sealed class MjpegPacketizer(int maxPayloadBytes) : RtpPacketizer(maxPayloadBytes)
{
    private const int TablesLength = 2 * JpegTables.QuantizationLength;

    /// <inheritdoc/>
    protected override void Write(AccessUnit unit, RtpPacketWriter output)
    {
        ReadOnlySpan<byte> picture = unit.Payload.Span;
        if (!JpegHeader.TryRead(picture, out JpegHeader header) || !CanSay(header))
        {
            Dropped++;
            return;
        }

        ReadOnlySpan<byte> data = picture[header.ScanStart..header.ScanEnd];
        bool hasRestarts = header.RestartInterval > 0;
        int head = MjpegPayloadHeader.Length + (hasRestarts ? MjpegPayloadHeader.RestartLength : 0);
        int tables = MjpegPayloadHeader.TablesHeaderLength + TablesLength;
        int room = MaxPayloadBytes - head;

        // All packets but the last have one size: segmentation offload sends such a run with one call.
        int count = (tables + data.Length + room - 1) / room;
        int size = Math.Max(tables + 1, (tables + data.Length + count - 1) / count);
        output.Expect(tables + data.Length + count * head, count);
        byte type = (byte)((header.Sampling == JpegSampling.Half ? 0 : 1) | (hasRestarts ? MjpegPayloadHeader.HasRestartMarkers : 0));
        for (int at = 0; at < data.Length;)
        {
            int first = at == 0 ? tables : 0;
            int length = Math.Min(size - first, data.Length - at);
            Span<byte> packet = output.AddPacket(head + first + length, at + length == data.Length);
            new MjpegPayloadHeader(at, type, MjpegPayloadHeader.OwnQuality, header.Width, header.Height).Write(packet);
            if (hasRestarts)
            {
                BinaryPrimitives.WriteUInt16BigEndian(packet[MjpegPayloadHeader.Length..], (ushort)header.RestartInterval);
                BinaryPrimitives.WriteUInt16BigEndian(packet[(MjpegPayloadHeader.Length + 2)..], MjpegPayloadHeader.WholePicture);
            }

            if (first > 0) WriteTables(picture, header, packet[head..]);
            data.Slice(at, length).CopyTo(packet[(head + first)..]);
            at += length;
        }
    }

    private static bool CanSay(in JpegHeader header) =>
        header is { IsBaseline: true, HasUsualTables: true, LumaTable: > 0, ChromaTable: > 0, Width: <= MjpegPayloadHeader.MaxSide, Height: <= MjpegPayloadHeader.MaxSide }
        && header.Sampling != JpegSampling.Other
        && header.ScanEnd - header.ScanStart is > 0 and <= MjpegPayloadHeader.MaxOffset;

    private static void WriteTables(ReadOnlySpan<byte> picture, in JpegHeader header, Span<byte> destination)
    {
        BinaryPrimitives.WriteInt32BigEndian(destination, TablesLength);
        picture.Slice(header.LumaTable, JpegTables.QuantizationLength).CopyTo(destination[MjpegPayloadHeader.TablesHeaderLength..]);
        picture.Slice(header.ChromaTable, JpegTables.QuantizationLength).CopyTo(destination[(MjpegPayloadHeader.TablesHeaderLength + JpegTables.QuantizationLength)..]);
    }
}
