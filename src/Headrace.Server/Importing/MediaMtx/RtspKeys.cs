using System.Globalization;
using Headrace.Server.Importing.Keys;
using static Headrace.Server.Importing.Keys.Translations;

namespace Headrace.Server.Importing.MediaMtx;

/// <summary>RTSP and RTMP: where they listen, and how RTSP's media goes.</summary>
internal static class RtspKeys
{
    private const string NoSrtp = "media of RTSPS stays within its connection; there is no SRTP";
    private const string FixedGroups = "multicast goes to 224.1.0.0/16, ports 8002 and 8003; that cannot be set";

    /// <summary>Headrace prefers the first, MediaMTX none: the one that gets through most often stands first.</summary>
    private static readonly string[] Transports = ["tcp", "udp", "multicast"];

    internal static IEnumerable<ForeignKey> All { get; } =
    [
        Switch(MediaMtxProtocol.Rtsp),
        Switch(MediaMtxProtocol.Rtmp),
        OldSwitch(MediaMtxProtocol.Rtsp),
        OldSwitch(MediaMtxProtocol.Rtmp),
        Plain("rtspAddress", MediaMtxProtocol.Rtsp),
        Plain("rtmpAddress", MediaMtxProtocol.Rtmp),
        Encrypted("rtspsAddress", MediaMtxProtocol.Rtsp),
        Encrypted("rtmpsAddress", MediaMtxProtocol.Rtmp),
        new("rtspTransports", Carriers),
        new("protocols", Carriers),
        new("rtpAddress", Ports),
        new("rtcpAddress", entry => { if (entry.Section.Find("rtpAddress") is null) Ports(entry); }),
        Lost("multicastIPRange", FixedGroups, "224.1.0.0/16"),
        Lost("multicastRTPPort", FixedGroups, "8002"),
        Lost("multicastRTCPPort", FixedGroups, "8003"),
        .. new[] { "srtpAddress", "srtcpAddress", "multicastSRTPPort", "multicastSRTCPPort" }.Select(name => new ForeignKey(name, Secure)),
        Needless("rtspAuthMethods", "Digest and Basic are offered; Basic alone where a password is a hash"),
        Needless("authMethods", "Digest and Basic are offered; Basic alone where a password is a hash"),
        Lost("rtspTrustedProxies", "proxies of RTSP are not believed; give their addresses to http.trustedProxies, which exempts them from limits.connectionRate"),
        Lost("rtmpTrustedProxies", "proxies of RTMP are not believed; give their addresses to http.trustedProxies, which exempts them from limits.connectionRate"),
    ];

    private static ForeignKey Switch(MediaMtxProtocol protocol) => new(protocol.Prefix, entry => SwitchOff(entry, protocol));

    private static ForeignKey OldSwitch(MediaMtxProtocol protocol) => new($"{protocol.Prefix}Disable", entry => SwitchOff(entry, protocol));

    private static void SwitchOff(ForeignEntry entry, MediaMtxProtocol protocol)
    {
        if (protocol.IsOn(entry.Section))
        {
            entry.Record.Drop(Reasons.Default);
            return;
        }

        entry.Set($"{protocol.Prefix}.listen", "");
        entry.Set($"{protocol.Prefix}.tlsListen", "");
    }

    private static ForeignKey Plain(string name, MediaMtxProtocol protocol) => new(name, entry =>
    {
        if (!protocol.IsOn(entry.Section)) entry.Record.Drop(Reasons.OffThere);
        else if (protocol.IsEncryptedOnly(entry.Section)) entry.Record.Drop("only what is encrypted listens in this file");
        else if (entry.Text is { Length: > 0 } address) entry.Set($"{protocol.Prefix}.listen", address);
    });

    private static ForeignKey Encrypted(string name, MediaMtxProtocol protocol) => new(name, entry =>
    {
        if (!protocol.IsEncrypted(entry.Section)) entry.Record.Drop("what listens there is not encrypted in this file, and so is off");
        else if (entry.Text is { Length: > 0 } address) entry.Set($"{protocol.Prefix}.tlsListen", address);
    });

    private static void Carriers(ForeignEntry entry)
    {
        if (entry.Texts is not { } names) entry.Record.Lose("a list of tcp, udp and multicast is expected here");
        else entry.Set("rtsp.transports", Transports.Where(names.Contains).Concat(names.Where(name => !Transports.Contains(name))));
    }

    private static void Ports(ForeignEntry entry)
    {
        ForeignSection general = entry.Section;
        ForeignEntry? other = general.Find("rtcpAddress");
        string rtp = general.TextOf("rtpAddress") ?? ":8000";
        string rtcp = other?.Text ?? ":8001";
        if (ForeignValues.PortOf(rtp) is not { } first || ForeignValues.PortOf(rtcp) is not { } last || last != first + 1 || first % 2 != 0)
        {
            entry.Record.Lose("rtsp.udpPorts are two ports that follow each other, the even one for RTP");
            if (other != entry) other?.Record.Lose("it goes with rtpAddress");
            return;
        }

        string ports = string.Create(CultureInfo.InvariantCulture, $"{first}-{last}");
        entry.Set("rtsp.udpPorts", ports);
        if (other is not null && other != entry) other.Set("rtsp.udpPorts", ports);
    }

    private static void Secure(ForeignEntry entry)
    {
        if (MediaMtxProtocol.Rtsp.IsEncrypted(entry.Section)) entry.Record.Lose(NoSrtp);
        else entry.Record.Drop("RTSP is not encrypted in this file");
    }
}
