using System.Collections.Immutable;
using System.Text;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Streaming.Rtp;

/// <summary>The session description of a stream for viewers over RTSP.</summary>
public static class RtpSdp
{
    /// <summary>Describes tracks; each one's control is <paramref name="control"/> of its index.</summary>
    public static byte[] Write(string name, ImmutableArray<Track> tracks, Func<int, string> control)
    {
        SessionDescription session = new()
        {
            Name = name,
            Connection = SdpConnection.Unspecified,
            Attributes = [new SdpAttributeLine("control", "*"), new SdpAttributeLine("range", "npt=now-")],
            Media = [.. tracks.Select((track, index) => RtpSenders.Describe(track, control(index)))],
        };
        return Encoding.UTF8.GetBytes(SdpWriter.Write(session));
    }
}
