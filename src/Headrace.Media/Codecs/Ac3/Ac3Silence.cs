using System.Buffers.Binary;
using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.Ac3;

/// <summary>
/// Writes a frame of AC-3 that decodes to silence (ETSI TS 102 366, 4.3): with all offsets of the signal-to-noise ratio 0, no mantissa has bits (6.2.2.7), and without dither
/// what has none is 0.
/// </summary>
internal static class Ac3Silence
{
    // Frame size codes of 64 and 192 kbit/s: room for the exponents of two channels, and of six.
    private const int SmallSizeCode = 8;
    private const int LargeSizeCode = 20;
    private const int QuietestDialogue = 31;

    /// <summary>The frame for a format.</summary>
    public static SilentFrame Of(Ac3Format format)
    {
        int sizeCode = format.Channels <= 2 ? SmallSizeCode : LargeSizeCode;
        byte[] frame = new byte[Ac3Tables.FrameLengthOf(format.RateCode, sizeCode)];
        BinaryPrimitives.WriteUInt16BigEndian(frame, Ac3Header.Sync);
        BitFieldWriter writer = new(frame.AsSpan(4));
        writer.Write((uint)format.RateCode, 2);
        writer.Write((uint)sizeCode, 6);
        WriteInformation(ref writer, format);
        for (int block = 0; block < Ac3Tables.BlocksPerUnit; block++) WriteBlock(ref writer, format, block == 0);
        WriteChecksums(frame);
        return new SilentFrame(frame, Ac3Header.SamplesPerFrame);
    }

    // 4.3.2
    private static void WriteInformation(ref BitFieldWriter writer, Ac3Format format)
    {
        writer.Write((uint)format.BitStreamId, 5);
        writer.Write((uint)format.BitStreamMode, 3);
        writer.Write((uint)format.CodingMode, 3);
        if ((format.CodingMode & 1) != 0 && format.CodingMode != 1) writer.Write(0, 2); // cmixlev
        if ((format.CodingMode & 4) != 0) writer.Write(0, 2); // surmixlev
        if (format.CodingMode == 2) writer.Write(0, 2); // dsurmod
        writer.Write(format.HasLfe ? 1u : 0, 1);
        for (int program = format.CodingMode == 0 ? 2 : 1; program > 0; program--)
        {
            writer.Write(QuietestDialogue, 5);
            writer.Write(0, 3); // compre, langcode, audprodie
        }

        writer.Write(1, 2); // copyrightb, origbs
        writer.Write(0, 3); // timecod1e, timecod2e, addbsie
    }

    // 4.3.3: the first block says what the others use again.
    private static void WriteBlock(ref BitFieldWriter writer, Ac3Format format, bool isFirst)
    {
        int channels = Ac3Tables.ChannelsOf(format.CodingMode);
        uint first = isFirst ? 1u : 0;
        writer.Write(0, 2 * channels); // blksw, dithflag
        writer.Write(0, format.CodingMode == 0 ? 2 : 1); // dynrnge
        writer.Write(first, 1); // cplstre
        if (isFirst) writer.Write(0, 1); // cplinu
        if (format.CodingMode == 2)
        {
            writer.Write(first, 1); // rematstr
            if (isFirst) writer.Write(0, 4);
        }

        Ac3Exponents.WriteStrategies(ref writer, channels, isFirst);
        if (format.HasLfe) writer.Write(first, 1); // lfeexpstr
        if (isFirst) Ac3Exponents.Write(ref writer, channels, format.HasLfe);
        writer.Write(first, 1); // baie
        if (isFirst) writer.Write(0, 11);
        writer.Write(first, 1); // snroffste
        if (isFirst) writer.Write(0, 6);
        for (int channel = 0; isFirst && channel < format.Channels; channel++) writer.Write(0, 7); // fsnroffst, fgaincod
        writer.Write(0, 2); // deltbaie, skiple
    }

    // 6.10.7: the first checksum is for five eighths of the frame and stands in front of them, the second for the rest at its end.
    private static void WriteChecksums(Span<byte> frame)
    {
        int words = frame.Length / 2;
        int first = (words / 2 + words / 8) * 2;
        BinaryPrimitives.WriteUInt16BigEndian(frame[2..], Ac3Crc.Before(frame[4..first]));
        BinaryPrimitives.WriteUInt16BigEndian(frame[^2..], Crc16.Of(frame[first..^2]));
    }
}
