using Headrace.Containers.MpegTs.Muxing;

namespace Headrace.Containers.MpegTs.Reading;

/// <summary>What the header of a PES packet says (ISO/IEC 13818-1, 2.4.3.6); its layout is above <see cref="PesHeader"/>.</summary>
internal readonly record struct PesHeaderFields
{
    private const byte ProgramStreamMap = 0xBC;
    private const byte Padding = 0xBE;
    private const byte PrivateStream2 = 0xBF;
    private const byte Ecm = 0xF0;
    private const byte Emm = 0xF1;
    private const byte StorageControl = 0xF2;
    private const byte TypeE = 0xF8;
    private const byte Directory = 0xFF;

    /// <summary>Bytes of the header, all of it.</summary>
    public int Length { get; private init; }

    /// <summary>PTS; null without one.</summary>
    public long? PresentationTime { get; private init; }

    /// <summary>DTS; null without one.</summary>
    public long? DecodeTime { get; private init; }

    /// <summary>True when the bytes behind the header are scrambled.</summary>
    public bool IsScrambled { get; private init; }

    /// <summary>True for a packet that only fills.</summary>
    public bool IsPadding { get; private init; }

    /// <summary>Reads the header at the start of a whole PES packet. False when it breaks its syntax.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out PesHeaderFields fields)
    {
        fields = default;
        if (bytes.Length < PesHeader.PrefixLength || !bytes.StartsWith<byte>([0, 0, 1])) return false;
        if (bytes[3] is ProgramStreamMap or Padding or PrivateStream2 or Ecm or Emm or StorageControl or TypeE or Directory)
        {
            fields = new PesHeaderFields { Length = PesHeader.PrefixLength, IsPadding = bytes[3] == Padding };
            return true;
        }

        if (bytes.Length < PesHeader.FixedLength || bytes[6] >> 6 != 2) return false;
        int length = PesHeader.FixedLength + bytes[8];
        int flags = bytes[7] >> 6;
        int stamps = flags switch { 0 => 0, 2 => TsTimestamp.Length, 3 => 2 * TsTimestamp.Length, _ => int.MaxValue };
        if (length > bytes.Length || stamps > bytes[8]) return false;
        long presentation = 0;
        long decode = 0;
        if (stamps > 0 && !TsTimestamp.TryRead(bytes[PesHeader.FixedLength..], out presentation)) return false;
        if (flags == 3 && !TsTimestamp.TryRead(bytes[(PesHeader.FixedLength + TsTimestamp.Length)..], out decode)) return false;
        fields = new PesHeaderFields
        {
            Length = length,
            PresentationTime = stamps > 0 ? presentation : null,
            DecodeTime = flags == 3 ? decode : null,
            IsScrambled = (bytes[6] & 0x30) != 0,
        };
        return true;
    }
}
