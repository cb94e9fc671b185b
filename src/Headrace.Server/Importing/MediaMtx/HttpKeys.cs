using Headrace.Server.Importing.Keys;
using static Headrace.Server.Importing.Keys.Translations;

namespace Headrace.Server.Importing.MediaMtx;

/// <summary>What speaks HTTP. There each has an address of its own; here each address serves everything, so that addresses, origins and proxies are put together.</summary>
internal static class HttpKeys
{
    private const string Recordings = "there are no recordings to play yet";

    /// <summary>What each service has of its own there.</summary>
    private static readonly string[] Joined = ["Address", "AllowOrigins", "AllowOrigin", "TrustedProxies"];

    /// <summary>All that belongs to a service.</summary>
    private static readonly string[] Owned = [.. Joined, "Encryption", "ServerKey", "ServerCert"];

    internal static IEnumerable<ForeignKey> All { get; } =
    [
        new("hls", entry =>
        {
            if (entry.Section.Says("hls", true)) entry.Record.Drop(Reasons.Default);
            else entry.Record.Lose("HLS cannot be switched off alone; nothing is made of a stream before somebody asks for it, and auth.users says who may");
        }),
        Lost("hlsDisable", "HLS cannot be switched off alone; auth.users says who may read", "false"),
        Needless("api", "the API is always there: for programs on this machine without credentials, for others with the access token or a user's permission api"),
        Needless("metrics", "metrics are always at /metrics of each HTTP address, under names of their own, for whoever may use the API"),
        .. Shared(MediaMtxProtocol.Hls),
        .. Shared(MediaMtxProtocol.Api),
        .. Shared(MediaMtxProtocol.Metrics),
        .. Off("pprof", "there is no pprof; dotnet-trace and dotnet-counters look into the process"),
        .. Off("playback", Recordings),
        Flag("hlsAlwaysRemux", "hls.alwaysOn"),
        To("hlsVariant", "hls.variant"),
        To("hlsSegmentCount", "hls.segmentCount"),
        Duration("hlsSegmentDuration", "hls.segmentDuration"),
        Duration("hlsPartDuration", "hls.partDuration"),
        Needless("hlsSegmentMaxSize", "limits.memory.perStream bounds all that a stream holds"),
        To("hlsDirectory", "hls.directory"),
        Needless("hlsMuxerCloseAfter", "what is made for HLS ends some time after its last viewer; that cannot be set"),
        Lost("hlsCDNSecret", "there are no secrets of CDNs; segments have URLs that nobody guesses, and caches may share them"),
    ];

    /// <summary>Puts together what is said for each service.</summary>
    internal static void Join(ForeignSection general)
    {
        MediaMtxProtocol[] on = [.. new[] { MediaMtxProtocol.Hls, MediaMtxProtocol.Api, MediaMtxProtocol.Metrics }.Where(service => service.IsOn(general))];
        Join(general, "http.listen", [.. on.Where(service => !service.IsEncrypted(general)).Select(AddressOf)]);
        Join(general, "http.tls.listen", [.. on.Where(service => service.IsEncrypted(general)).Select(AddressOf)]);
        Join(general, "http.cors", [.. on.SelectMany(service => new[] { Say(service, "AllowOrigins"), Say(service, "AllowOrigin") })]);
        Join(general, "http.trustedProxies", [.. on.Select(service => Say(service, "TrustedProxies"))]);

        (ForeignEntry? Entry, IReadOnlyList<string> Values) AddressOf(MediaMtxProtocol service) => general.Find($"{service.Prefix}Address") is { Text.Length: > 0 } entry ? (entry, [entry.Text]) : (null, [PresetOf(service)]);

        (ForeignEntry? Entry, IReadOnlyList<string> Values) Say(MediaMtxProtocol service, string end) => general.Find(service.Prefix + end) is { } entry ? (entry, entry.Texts ?? []) : (null, []);
    }

    private static void Join(ForeignSection general, string target, (ForeignEntry? Entry, IReadOnlyList<string> Values)[] said)
    {
        string[] values = [.. said.SelectMany(one => one.Values).Distinct(StringComparer.Ordinal)];
        if (values.Length > 0) general.Target.Set(target, Drafts.DraftText.Of(values), said.Where(one => one.Values.Count > 0).Select(one => one.Entry?.Record).OfType<ImportedKey>());
    }

    private static string PresetOf(MediaMtxProtocol service) => service == MediaMtxProtocol.Hls ? ":8888" : service == MediaMtxProtocol.Api ? ":9997" : ":9998";

    private static IEnumerable<ForeignKey> Shared(MediaMtxProtocol service) =>
        Joined.Select(end => new ForeignKey(service.Prefix + end, entry =>
        {
            if (!service.IsOn(entry.Section)) entry.Record.Drop(Reasons.OffThere);
        }));

    private static IEnumerable<ForeignKey> Off(string prefix, string why) =>
    [
        Lost(prefix, why, "false"),
        .. Owned.Select(end => new ForeignKey(prefix + end, entry =>
        {
            if (entry.Section.Says(prefix)) entry.Record.Lose(why);
            else entry.Record.Drop(Reasons.OffThere);
        })),
    ];
}
