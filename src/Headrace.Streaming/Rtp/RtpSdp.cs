using System.Collections.Immutable;
using System.Text;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Streaming.Rtp;

/// <summary>The session description of a stream for viewers over RTSP.</summary>
public static class RtpSdp
{
    /// <summary>Describes tracks; each one's control is <paramref name="control"/> of its index.</summary>
    /// <param name="name">The stream's name.</param>
    /// <param name="tracks">Its tracks.</param>
    /// <param name="control">The control of a track by its index.</param>
    /// <param name="destination">For viewers who learn it from the description: a track's multicast address and port; null for all others.</param>
    public static byte[] Write(string name, ImmutableArray<Track> tracks, Func<int, string> control, Func<Track, (SdpConnection Connection, int Port)?>? destination = null)
    {
        SessionDescription session = new()
        {
            Name = name,
            Connection = SdpConnection.Unspecified,
            Attributes = [new SdpAttributeLine("control", "*"), new SdpAttributeLine("range", "npt=now-")],
            Media = [.. tracks.Select((track, index) => Describe(track, control(index), destination?.Invoke(track)))],
        };
        return Encoding.UTF8.GetBytes(SdpWriter.Write(session));
    }

    private static MediaDescription Describe(Track track, string control, (SdpConnection Connection, int Port)? destination)
    {
        MediaDescription media = RtpSenders.Describe(track, control);
        return destination is { } known ? media with { Connection = known.Connection, Port = known.Port } : media;
    }
}
