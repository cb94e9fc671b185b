namespace Headrace.Protocols.Rtp.Sdp;

/// <summary>The payload types with a fixed meaning (RFC 3551, 6), for descriptions that leave their rtpmap out.</summary>
public static class StaticPayloadTypes
{
    /// <summary>First payload type whose meaning a description must give.</summary>
    public const byte FirstDynamic = 96;

    private static readonly RtpMap?[] Table = Build(
        new RtpMap(0, "PCMU", 8000),
        new RtpMap(3, "GSM", 8000),
        new RtpMap(4, "G723", 8000),
        new RtpMap(5, "DVI4", 8000),
        new RtpMap(6, "DVI4", 16000),
        new RtpMap(7, "LPC", 8000),
        new RtpMap(8, "PCMA", 8000),
        new RtpMap(9, "G722", 8000),
        new RtpMap(10, "L16", 44100, 2),
        new RtpMap(11, "L16", 44100),
        new RtpMap(12, "QCELP", 8000),
        new RtpMap(13, "CN", 8000),
        new RtpMap(14, "MPA", 90000),
        new RtpMap(15, "G728", 8000),
        new RtpMap(16, "DVI4", 11025),
        new RtpMap(17, "DVI4", 22050),
        new RtpMap(18, "G729", 8000),
        new RtpMap(25, "CelB", 90000),
        new RtpMap(26, "JPEG", 90000),
        new RtpMap(28, "nv", 90000),
        new RtpMap(31, "H261", 90000),
        new RtpMap(32, "MPV", 90000),
        new RtpMap(33, "MP2T", 90000),
        new RtpMap(34, "H263", 90000));

    /// <summary>The meaning of a static payload type, or null.</summary>
    public static RtpMap? Find(byte payloadType) => payloadType < Table.Length ? Table[payloadType] : null;

    private static RtpMap?[] Build(params ReadOnlySpan<RtpMap> maps)
    {
        RtpMap?[] table = new RtpMap?[35];
        foreach (RtpMap map in maps) table[map.PayloadType] = map;
        return table;
    }
}
