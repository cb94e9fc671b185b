namespace Headrace.Protocols.Rtp.PayloadFormats.H265;

/// <summary>Values of RFC 7798, 4.4, and of the NAL unit header (H.265, 7.3.1.2).</summary>
internal static class H265Payload
{
    public const int HeaderLength = 2;
    public const int DonlLength = 2;
    public const int DondLength = 1;
    public const int FirstRandomAccess = 16;
    public const int LastRandomAccess = 23;
    public const int LastSlice = 31;
    public const int LastSingle = 47;
    public const int Aggregate = 48;
    public const int Fragment = 49;
    public const byte FuStart = 0x80;
    public const byte FuEnd = 0x40;
    public const byte FuTypeMask = 0x3F;

    // F | Type (6) | LayerId (6) | TID (3): the type lies in the first byte.
    public const byte TypeBits = 0x7E;

    public static int TypeOf(byte first) => (first & TypeBits) >> 1;
}
