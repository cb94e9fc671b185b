using System.Net;
using Headrace.Streaming.Streams;

namespace Headrace.Endpoints.Rtsp.Udp;

/// <summary>
/// The multicast groups of streams: one a track, so that a receiver of one track gets no other, from 224.1.0.0/16. A group belongs to its track while
/// the stream is there. Thread-safe.
/// </summary>
internal sealed class MulticastGroups
{
    /// <summary>Port for RTP of the track with id 0; its reports have the next one, and the other tracks the pairs behind.</summary>
    public const int FirstPort = 8002;

    /// <summary>Hops that the packets may take.</summary>
    public const int TimeToLive = 16;

    /// <summary>Groups that there are; the first address of the network is none.</summary>
    public const int MaxGroups = 65_534;

    private readonly Lock _gate = new();
    private readonly Dictionary<(LiveStream Stream, int Track), ushort> _groups = [];
    private readonly HashSet<ushort> _taken = [];
    private ushort _last;

    /// <summary>
    /// The port for RTP of a track. Each has its own, though it has a group of its own too: GStreamer 1.22 listens on a port whatever the group, and
    /// would get the packets of all tracks with each.
    /// </summary>
    public static int RtpPortOf(int track) => FirstPort + track * 2;

    /// <summary>The group of a track, found on first use; null when all are taken.</summary>
    public IPAddress? Find(LiveStream stream, int track)
    {
        lock (_gate)
        {
            if (!_groups.TryGetValue((stream, track), out ushort number))
            {
                if (_groups.Count >= MaxGroups) return null;
                do _last = (ushort)(_last % MaxGroups + 1);
                while (!_taken.Add(_last));
                _groups[(stream, track)] = number = _last;
            }

            return new IPAddress([224, 1, (byte)(number >> 8), (byte)number]);
        }
    }

    /// <summary>Gives back the groups of streams that are no more.</summary>
    public void Forget(Func<LiveStream, bool> isGone)
    {
        lock (_gate)
        {
            foreach (((LiveStream Stream, int Track) key, ushort number) in _groups)
            {
                if (!isGone(key.Stream)) continue;
                _groups.Remove(key);
                _taken.Remove(number);
            }
        }
    }
}
