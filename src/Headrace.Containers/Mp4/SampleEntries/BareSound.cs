using System.Buffers.Binary;
using Headrace.Containers.Mp4.Boxes;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Codecs.LinearPcm;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Mp4.SampleEntries;

/// <summary>
/// What the sample entries of sound without frames say: QuickTime's <c>twos</c>, <c>sowt</c>, <c>in24</c>, <c>lpcm</c> (version 2 of its sound description), <c>ulaw</c> and <c>alaw</c>, and
/// <c>ipcm</c> (ISO/IEC 23003-5).
/// </summary>
/// <param name="Format">The format.</param>
/// <param name="IsLittleEndian">True when the least significant byte of a sample comes first.</param>
internal readonly record struct BareSound(AudioFormat Format, bool IsLittleEndian)
{
    private const int VersionAt = 8;
    private const int ChannelsAt = 16;
    private const int BitsAt = 18;

    // Version 2: a rate of its own, as a double, and so on.
    private const int LongRateAt = 32;
    private const int LongChannelsAt = 40;
    private const int LongBitsAt = 48;
    private const int LongFlagsAt = 52;
    private const int LongLength = 64;
    private const int FloatFlag = 1;
    private const int BigEndianFlag = 2;
    private const int SignedFlag = 4;

    private const int Bits16 = 16;
    private const int Bits24 = 24;

    /// <summary>True for the names of such entries.</summary>
    public static bool Has(FourCc type) =>
        type == BoxTypes.Twos || type == BoxTypes.Sowt || type == BoxTypes.In24 || type == BoxTypes.Lpcm || type == BoxTypes.Ipcm || type == BoxTypes.Ulaw || type == BoxTypes.Alaw;

    /// <summary>Reads an entry; null when it cannot be understood, or has samples that are not known here.</summary>
    public static BareSound? Read(in Box entry)
    {
        if (entry.Body.Length < BitsAt + 2) return null;
        if (entry.Type == BoxTypes.Lpcm) return ReadLong(entry.Body);
        int rate = AudioSampleEntry.SampleRateOf(entry);
        int channels = BinaryPrimitives.ReadUInt16BigEndian(entry.Body[ChannelsAt..]);
        int bits = BinaryPrimitives.ReadUInt16BigEndian(entry.Body[BitsAt..]);
        if (entry.Type == BoxTypes.Ulaw) return OfLaw(G711Codec.MuLaw, rate, channels);
        if (entry.Type == BoxTypes.Alaw) return OfLaw(G711Codec.ALaw, rate, channels);
        if (entry.Type == BoxTypes.In24) return Of(Bits24, rate, channels, IsTurned(entry));
        if (entry.Type != BoxTypes.Ipcm) return Of(bits, rate, channels, entry.Type == BoxTypes.Sowt);

        // 4 bytes of version and flags, then bit 0 for the order and the number of bits.
        return AudioSampleEntry.TryFind(entry, BoxTypes.PcmC, out ReadOnlySpan<byte> config) && config.Length >= 6 ? Of(config[5], rate, channels, (config[4] & 1) != 0) : null;
    }

    private static BareSound? ReadLong(ReadOnlySpan<byte> body)
    {
        if (body.Length < LongLength || BinaryPrimitives.ReadUInt16BigEndian(body[VersionAt..]) != 2) return null;
        double rate = BinaryPrimitives.ReadDoubleBigEndian(body[LongRateAt..]);
        int channels = BinaryPrimitives.ReadInt32BigEndian(body[LongChannelsAt..]);
        int flags = BinaryPrimitives.ReadInt32BigEndian(body[LongFlagsAt..]);
        if (rate is not (>= 1 and <= LinearPcmFormat.MaxSampleRate) || (flags & FloatFlag) != 0 || (flags & SignedFlag) == 0) return null;
        return Of(BinaryPrimitives.ReadInt32BigEndian(body[LongBitsAt..]), (int)rate, channels, (flags & BigEndianFlag) == 0);
    }

    private static BareSound? Of(int bits, int rate, int channels, bool isLittleEndian)
    {
        if (bits is not (Bits16 or Bits24) || !LinearPcmFormat.IsWithinBounds(rate, channels)) return null;
        return new BareSound(LinearPcmFormat.Of(bits == Bits16 ? LinearPcmCodec.L16 : LinearPcmCodec.L24, rate, channels), isLittleEndian);
    }

    private static BareSound? OfLaw(G711Codec law, int rate, int channels) => LinearPcmFormat.IsWithinBounds(rate, channels) ? new BareSound(G711Format.Of(law, rate, channels), false) : null;

    // QuickTime says in wave that the bytes are turned round.
    private static bool IsTurned(in Box entry)
    {
        if (!AudioSampleEntry.TryFind(entry, BoxTypes.Wave, out ReadOnlySpan<byte> wave)) return false;
        BoxReader boxes = new(wave);
        return boxes.TryFind(BoxTypes.Enda, out ReadOnlySpan<byte> order) && order.Length >= 2 && order[1] == 1;
    }
}
