using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sdp;
using Headrace.Streaming.Rtp;
using Headrace.Transport.Client;

namespace Headrace.Endpoints.Forwarding.Udp;

/// <summary>Which track goes to which port of a target, and how receivers are told.</summary>
internal static class RtpLayout
{
    private const string NoControl = "";

    /// <summary>The tracks that RTP carries, the picture first.</summary>
    public static ImmutableArray<Track> TracksOf(ImmutableArray<Track> tracks) => [.. tracks.Where(RtpSenders.CanCarry).OrderBy(track => track.Kind == MediaKind.Video ? 0 : 1).ThenBy(track => track.Id)];

    /// <summary>The port of a track by its place: RTCP has the next one (RFC 3550, 11).</summary>
    public static int PortOf(int firstPort, int place, UdpTargetOptions options) => options.IsBundled ? firstPort : firstPort + 2 * place;

    /// <summary>The description of tracks.</summary>
    public static string Describe(string name, ImmutableArray<Track> tracks, ForwardUrl url, UdpTargetOptions options) =>
        Write(name, url, options, [.. tracks.Select((track, place) => AtPlace(RtpSenders.Describe(track, NoControl), place, options) with { Port = PortOf(url.Port, place, options) })]);

    /// <summary>The description of one transport stream (RFC 2250, RFC 3551, table 5).</summary>
    public static string DescribeTs(string name, ForwardUrl url, UdpTargetOptions options) =>
        Write(name, url, options, [new MediaDescription { Kind = "video", Port = url.Port, Formats = ["33"], Attributes = [new SdpAttributeLine("rtpmap", "33 MP2T/90000")] }]);

    private static string Write(string name, ForwardUrl url, UdpTargetOptions options, ImmutableArray<MediaDescription> media) =>
        SdpWriter.Write(new SessionDescription { Name = name, Connection = ConnectionOf(url.Host, options), Attributes = GroupOf(media, options), Media = media });

    /// <summary>Which media share a port (RFC 9143, 5).</summary>
    private static ImmutableArray<SdpAttributeLine> GroupOf(ImmutableArray<MediaDescription> media, UdpTargetOptions options) =>
        options.IsBundled ? [new SdpAttributeLine("group", $"BUNDLE {string.Join(' ', Enumerable.Range(0, media.Length))}")] : [];

    private static SdpConnection ConnectionOf(string host, UdpTargetOptions options)
    {
        bool isAddress = IPAddress.TryParse(host, out IPAddress? address);
        bool isGroup = isAddress && HostAddresses.IsMulticast(address!);
        return new SdpConnection(host.Contains(':', StringComparison.Ordinal) ? "IP6" : "IP4", host, isGroup ? options.TimeToLive.ToString(CultureInfo.InvariantCulture) : null);
    }

    /// <summary>Without the URL that there is no server for, and with its name in the group that shares a port.</summary>
    private static MediaDescription AtPlace(MediaDescription media, int place, UdpTargetOptions options)
    {
        IEnumerable<SdpAttributeLine> attributes = media.Attributes.Where(attribute => !attribute.Is("control"));
        if (options.IsBundled) attributes = attributes.Append(new SdpAttributeLine("mid", place.ToString(CultureInfo.InvariantCulture)));
        return media with { Attributes = [.. attributes] };
    }
}
