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
    public static int PortOf(int firstPort, int place) => firstPort + 2 * place;

    /// <summary>The description of tracks.</summary>
    public static string Describe(string name, ImmutableArray<Track> tracks, ForwardUrl url, UdpTargetOptions options) =>
        Write(name, url, options, [.. tracks.Select((track, place) => WithoutControl(RtpSenders.Describe(track, NoControl)) with { Port = PortOf(url.Port, place) })]);

    /// <summary>The description of one transport stream (RFC 2250, RFC 3551, table 5).</summary>
    public static string DescribeTs(string name, ForwardUrl url, UdpTargetOptions options) =>
        Write(name, url, options, [new MediaDescription { Kind = "video", Port = url.Port, Formats = ["33"], Attributes = [new SdpAttributeLine("rtpmap", "33 MP2T/90000")] }]);

    private static string Write(string name, ForwardUrl url, UdpTargetOptions options, ImmutableArray<MediaDescription> media) =>
        SdpWriter.Write(new SessionDescription { Name = name, Connection = ConnectionOf(url.Host, options), Media = media });

    private static SdpConnection ConnectionOf(string host, UdpTargetOptions options)
    {
        bool isAddress = IPAddress.TryParse(host, out IPAddress? address);
        bool isGroup = isAddress && HostAddresses.IsMulticast(address!);
        return new SdpConnection(host.Contains(':', StringComparison.Ordinal) ? "IP6" : "IP4", host, isGroup ? options.TimeToLive.ToString(CultureInfo.InvariantCulture) : null);
    }

    private static MediaDescription WithoutControl(MediaDescription media) => media with { Attributes = [.. media.Attributes.Where(attribute => !attribute.Is("control"))] };
}
