namespace Headrace.Protocols.Rtp.PayloadFormats.H264;

/// <summary>Values of RFC 6184, table 1.</summary>
internal static class H264Payload
{
    public const byte TypeMask = 0x1F;
    public const byte FirstSingle = 1;
    public const byte LastSingle = 23;
    public const byte StapA = 24;
    public const byte FuA = 28;
    public const byte FuB = 29;
    public const byte FuStart = 0x80;
    public const byte FuEnd = 0x40;
}
