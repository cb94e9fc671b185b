using Headrace.Server.Importing.Keys;
using static Headrace.Server.Importing.Keys.Translations;

namespace Headrace.Server.Importing.MediaMtx;

/// <summary>SRT, and protocols that are not there.</summary>
internal static class OtherProtocolKeys
{
    private static readonly string[] WebRtc =
    [
        "webrtcAddress", "webrtcEncryption", "webrtcServerKey", "webrtcServerCert", "webrtcAllowOrigin", "webrtcAllowOrigins", "webrtcTrustedProxies", "webrtcLocalUDPAddress", "webrtcLocalTCPAddress",
        "webrtcIPsFromInterfaces", "webrtcIPsFromInterfacesList", "webrtcIPsFromInterfacesExcludeList", "webrtcAdditionalHosts", "webrtcICEServers2", "webrtcSTUNGatherTimeout", "webrtcHandshakeTimeout",
        "webrtcTrackGatherTimeout", "webrtcICEUDPMuxAddress", "webrtcICETCPMuxAddress", "webrtcICEHostNAT1To1IPs", "webrtcICEServers",
    ];

    private static readonly string[] Moq =
    [
        "moqAddress", "moqQUICAddress", "moqHTTP2Address", "moqHTTP3Address", "moqHTTPS2Address", "moqHTTPS3Address", "moqServerKey", "moqServerCert", "moqAllowOrigins", "moqTrustedProxies",
    ];

    internal static IEnumerable<ForeignKey> All { get; } =
    [
        new("srt", entry =>
        {
            if (entry.Section.Says("srt", true)) entry.Record.Drop(Reasons.Default);
            else entry.Set("srt.listen", "");
        }),
        new("srtAddress", entry =>
        {
            if (!entry.Section.Says("srt", true)) entry.Record.Drop(Reasons.OffThere);
            else if (entry.Text is { Length: > 0 } address) entry.Set("srt.listen", address);
        }),
        Lost("srtla", "SRTLA is not there; SRT is", "false"),
        new("srtlaAddress", entry => Belongs(entry, "srtla", "SRTLA is not there; SRT is", preset: false)),
        Lost("webrtc", Reasons.NoWebRtc, "false"),
        Needless("webrtcDisable", "there is no WebRTC yet"),
        .. WebRtc.Select(name => new ForeignKey(name, entry => Belongs(entry, "webrtc", Reasons.NoWebRtc, preset: true))),
        Lost("moq", Reasons.NoMoq, "false"),
        .. Moq.Select(name => new ForeignKey(name, entry => Belongs(entry, "moq", Reasons.NoMoq, preset: false))),
    ];

    private static void Belongs(ForeignEntry entry, string protocol, string why, bool preset)
    {
        if (entry.IsEmpty) entry.Record.Drop("it is empty");
        else if (!entry.Section.Says(protocol, preset) || entry.Section.Says($"{protocol}Disable")) entry.Record.Drop(Reasons.OffThere);
        else entry.Record.Lose(why);
    }
}
