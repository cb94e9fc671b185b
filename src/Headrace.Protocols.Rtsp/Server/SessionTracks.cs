using System.Collections.Immutable;
using Headrace.Protocols.Rtsp.Headers;

namespace Headrace.Protocols.Rtsp.Server;

/// <summary>The presentation that a session is about, and the tracks of it that are set up.</summary>
internal sealed class SessionTracks
{
    private ImmutableArray<RtspTrack> _tracks = [];
    private string[] _controls = [];

    public InterleavedChannels Channels { get; } = new();

    public string? StreamName { get; private set; }

    /// <summary>By index of the track.</summary>
    public ImmutableArray<RtspTrackSetup> SetUp { get; private set; } = [];

    public void Present(string streamName, ImmutableArray<RtspTrack> tracks)
    {
        StreamName = streamName;
        _tracks = tracks;
        _controls = [.. tracks.Select(track => track.Control)];
    }

    public void Clear()
    {
        StreamName = null;
        _tracks = [];
        _controls = [];
        SetUp = [];
        Channels.Clear();
    }

    /// <summary>True if the URL is one of the presentation that is known.</summary>
    public bool Knows(RtspUrl url) => StreamName is not null && TrackControl.Resolve(url, StreamName, _controls).Kind != TrackMatchKind.OtherStream;

    public uint? SsrcOf(int track) => _tracks[track].Ssrc;

    /// <summary>The track that a SETUP means, or the status that it is refused with.</summary>
    public RtspStatus Resolve(RtspUrl url, out int track)
    {
        TrackMatch match = TrackControl.Resolve(url, StreamName ?? "", _controls);
        track = match.Track;
        switch (match.Kind)
        {
            case TrackMatchKind.Track:
                return RtspStatus.Ok;
            case TrackMatchKind.NoSuchTrack:
                return RtspStatus.NotFound;
            case TrackMatchKind.OtherStream:
                return RtspStatus.AggregateOperationNotAllowed;
            default:
                track = TrackOfAggregate();
                return track < 0 ? RtspStatus.AggregateOperationNotAllowed : RtspStatus.Ok;
        }
    }

    /// <summary>Agrees on interleaved channels: those asked for, else the first free pair. False if the channels are taken or all in use.</summary>
    public bool TryTakeChannels(int track, ChannelPair? wanted, bool mayChoose, out ChannelPair pair)
    {
        pair = wanted.GetValueOrDefault();
        if (wanted is not null && Channels.TrySet(track, pair)) return true;
        return (wanted is null || mayChoose) && Channels.TryFindFree(out pair) && Channels.TrySet(track, pair);
    }

    public void Set(int track, RtspUrl url, TransportSpec transport)
    {
        if (transport.Lower != LowerTransport.Tcp) Channels.Remove(track);
        IEnumerable<RtspTrackSetup> others = SetUp.Where(other => other.Track != track);
        SetUp = [.. others.Append(new RtspTrackSetup(track, url.ToString(), transport)).OrderBy(setup => setup.Track)];
    }

    /// <summary>The only track; or, where the SDP gives tracks no URL of their own, the next one that is not set up.</summary>
    private int TrackOfAggregate()
    {
        if (_controls.Length == 1) return 0;
        for (int i = 0; i < _controls.Length; i++)
        {
            if (_controls[i] is "" or "*" && SetUp.All(setup => setup.Track != i)) return i;
        }

        return -1;
    }
}
