using System.Buffers.Binary;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Mjpeg;
using Headrace.Protocols.Rtp.PayloadFormats.Pictures;

namespace Headrace.Protocols.Rtp.PayloadFormats.Mjpeg;

/// <summary>
/// Makes pictures of packets (RFC 2435): headers are rebuilt, tables computed, taken from the packets, or from earlier ones of the same Q. Offsets tell what is missing, which damages its own
/// picture only. Fields are pictures of their own. Pictures whose size the format cannot say are left out with a complaint, as their real headers stand in a header extension (ONVIF) that is not read.
/// </summary>
internal sealed class MjpegDepacketizer(UnitAssembler assembler, UnitAssemblerOptions options) : PictureDepacketizer(assembler, options)
{
    private const string TooLarge = "its pictures are above 2,040 pixels, which RFC 2435 cannot say";
    private const string UnknownType = "its JPEG is of a type that RFC 2435 does not define";
    private const int BothTables = 2 * JpegTables.QuantizationLength;

    // Of each Q from 128 to 254 the tables that came last: they need not be sent again (3.1.8).
    private readonly byte[]?[] _sent = new byte[]?[MjpegPayloadHeader.OwnQuality - MjpegPayloadHeader.FirstSentQuality];
    private readonly byte[] _tables = new byte[BothTables];
    private byte[]? _own;
    private int _headerLength;

    private static ReadOnlySpan<byte> EndOfImage => [0xFF, 0xD9];

    /// <inheritdoc/>
    protected override bool BeginsPicture(ReadOnlySpan<byte> payload) => MjpegPayloadHeader.TryRead(payload, out MjpegPayloadHeader header) && header.Offset == 0;

    /// <inheritdoc/>
    protected override void Take(ReadOnlySpan<byte> payload, bool hasMarker)
    {
        if (!MjpegPayloadHeader.TryRead(payload, out MjpegPayloadHeader header))
        {
            Refuse();
            return;
        }

        ReadOnlySpan<byte> rest = payload[MjpegPayloadHeader.Length..];
        if ((header.Type & ~(MjpegPayloadHeader.HasRestartMarkers | 1)) != 0 || header.Width == 0 || header.Height == 0)
        {
            Complaint = header.Width == 0 || header.Height == 0 ? TooLarge : UnknownType;
            Refuse();
            return;
        }

        int restartInterval = 0;
        if (header.Type >= MjpegPayloadHeader.HasRestartMarkers)
        {
            if (rest.Length < MjpegPayloadHeader.RestartLength)
            {
                Refuse();
                return;
            }

            restartInterval = BinaryPrimitives.ReadUInt16BigEndian(rest);
            rest = rest[MjpegPayloadHeader.RestartLength..];
        }

        if (header.Offset == 0 && !TryBegin(header, restartInterval, ref rest))
        {
            Refuse();
            return;
        }

        if (HasPiece && header.Offset != PieceLength - _headerLength) Break();
        else Append(rest);
    }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        if (!HasPiece) return;
        if (!PieceEndsWith(EndOfImage)) Append(EndOfImage);
        EndPiece();
    }

    private bool TryBegin(in MjpegPayloadHeader header, int restartInterval, ref ReadOnlySpan<byte> rest)
    {
        if (!TryReadTables(header.Quality, ref rest, out ReadOnlySpan<byte> tables)) return false;
        Span<byte> written = stackalloc byte[MjpegHeaderWriter.MaxLength];
        _headerLength = MjpegHeaderWriter.Write(header, restartInterval, tables, written);
        BeginPiece();
        Append(written[.._headerLength]);
        return true;
    }

    private bool TryReadTables(byte quality, ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> tables)
    {
        tables = _tables;
        if (quality is 0 or (>= 100 and < MjpegPayloadHeader.FirstSentQuality)) return false;
        if (quality < MjpegPayloadHeader.FirstSentQuality)
        {
            JpegTables.Quantize(quality, _tables);
            return true;
        }

        if (rest.Length < MjpegPayloadHeader.TablesHeaderLength) return false;
        byte precision = rest[1];
        int length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
        rest = rest[MjpegPayloadHeader.TablesHeaderLength..];
        ref byte[]? sent = ref quality < MjpegPayloadHeader.OwnQuality ? ref _sent[quality - MjpegPayloadHeader.FirstSentQuality] : ref _own;
        if (length == 0)
        {
            tables = sent;
            return quality < MjpegPayloadHeader.OwnQuality && sent is not null;
        }

        // Tables of 16 bits do not go with baseline JPEG.
        if (precision != 0 || length is not (JpegTables.QuantizationLength or BothTables) || rest.Length < length) return false;
        if (sent?.Length != length) sent = new byte[length];
        rest[..length].CopyTo(sent);
        tables = sent;
        rest = rest[length..];
        return true;
    }
}
