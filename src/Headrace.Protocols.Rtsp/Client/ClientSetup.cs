using System.Collections.Immutable;
using Headrace.Protocols.Rtsp.Headers;
using Headrace.Protocols.Rtsp.Server;

namespace Headrace.Protocols.Rtsp.Client;

/// <summary>The tracks that a client sets up, one after the other.</summary>
internal sealed class ClientSetup(ImmutableArray<RtspClientTrack> tracks, InterleavedChannels channels, Func<int, string> urlOf, TransportMode? mode = null)
{
    private int _next;

    /// <summary>The tracks that are set up.</summary>
    public ImmutableArray<RtspTrackSetup> Done { get; private set; } = [];

    /// <summary>The SETUP of the next track; null after the last.</summary>
    public RtspRequest? Next()
    {
        if (_next == tracks.Length) return null;
        RtspRequest request = new(RtspMethod.Setup, urlOf(tracks[_next].Index));
        request.Headers.Add(RtspHeaderNames.Transport, Wanted().ToString());
        return request;
    }

    /// <summary>Takes the server's agreement. Null, or what is wrong with it.</summary>
    public string? Agree(RtspResponse response, string url)
    {
        RtspClientTrack track = tracks[_next];
        TransportSpec wanted = Wanted();
        TransportSpec agreed = TransportHeader.TryParse(response.Headers.GetJoined(RtspHeaderNames.Transport), out TransportHeader? header) ? header.Alternatives[0] : wanted;
        if (agreed.Lower != wanted.Lower || (wanted.IsMulticast && !agreed.IsMulticast)) return $"it was asked for {wanted} and agreed to {agreed}";
        if (track.Transport == RtspClientTransport.Tcp) agreed = agreed with { Interleaved = TakeChannels(agreed.Interleaved, wanted.Interleaved!.Value) };
        Done = Done.Add(new RtspTrackSetup(track.Index, url, agreed));
        _next++;
        return null;
    }

    /// <summary>Leaves a track out that the server does not want to set up.</summary>
    public void Skip() => _next++;

    // The channels that were asked for are two for each place in the list, so that a server which repeats itself is still told apart.
    private TransportSpec Wanted() => tracks[_next].Transport switch
    {
        RtspClientTransport.Tcp => new TransportSpec { Lower = LowerTransport.Tcp, Interleaved = new ChannelPair((byte)(_next * 2), (byte)(_next * 2 + 1)), Mode = mode },
        RtspClientTransport.Udp => new TransportSpec { ClientPorts = tracks[_next].Ports, Mode = mode },
        _ => new TransportSpec { IsMulticast = true, Mode = mode },
    };

    /// <summary>The server's channels, or those asked for where it gives another track's once more; failing both, free ones.</summary>
    private ChannelPair TakeChannels(ChannelPair? given, ChannelPair asked)
    {
        int track = tracks[_next].Index;
        if (given is { } pair && channels.TrySet(track, pair)) return pair;
        if (channels.TrySet(track, asked)) return asked;
        if (!channels.TryFindFree(out ChannelPair free) || !channels.TrySet(track, free)) throw new InvalidOperationException("There are more tracks than channels.");
        return free;
    }
}
