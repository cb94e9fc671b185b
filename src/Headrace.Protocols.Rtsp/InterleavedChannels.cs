namespace Headrace.Protocols.Rtsp;

/// <summary>
/// The interleaved channels of a connection: a pair for each track that was set up over TCP, RTP first, RTCP second. Owned by the
/// session, read by the parser, which tells frames from rubbish by it.
/// </summary>
public sealed class InterleavedChannels
{
    private byte[] _channels = [];
    private int[] _tracks = [];

    /// <summary>True if at least one pair is set up.</summary>
    public bool Any => _channels.Length > 0;

    /// <summary>True if the channel is one of a pair.</summary>
    public bool Contains(byte channel) => _channels.AsSpan().Contains(channel);

    /// <summary>Track and kind of a channel. Allocates nothing.</summary>
    public bool TryGet(byte channel, out int track, out bool isRtcp)
    {
        int at = _channels.AsSpan().IndexOf(channel);
        track = at < 0 ? -1 : _tracks[at >> 1];
        isRtcp = (at & 1) == 1;
        return at >= 0;
    }

    /// <summary>Sets a track's pair, in place of the one that it had. False if another track uses either channel, or both are the same.</summary>
    public bool TrySet(int track, ChannelPair pair)
    {
        if (pair.Rtp == pair.Rtcp || IsTakenByOther(pair.Rtp, track) || IsTakenByOther(pair.Rtcp, track)) return false;
        Remove(track);
        _channels = [.. _channels, pair.Rtp, pair.Rtcp];
        _tracks = [.. _tracks, track];
        return true;
    }

    /// <summary>The first free pair of an even channel and the next one; false if there is none.</summary>
    public bool TryFindFree(out ChannelPair pair)
    {
        for (int channel = 0; channel < byte.MaxValue; channel += 2)
        {
            pair = new ChannelPair((byte)channel, (byte)(channel + 1));
            if (!Contains(pair.Rtp) && !Contains(pair.Rtcp)) return true;
        }

        pair = default;
        return false;
    }

    /// <summary>Frees a track's pair, if it has one.</summary>
    public void Remove(int track)
    {
        int at = Array.IndexOf(_tracks, track);
        if (at < 0) return;
        _tracks = [.. _tracks.AsSpan(0, at), .. _tracks.AsSpan(at + 1)];
        _channels = [.. _channels.AsSpan(0, at * 2), .. _channels.AsSpan(at * 2 + 2)];
    }

    /// <summary>Frees every pair.</summary>
    public void Clear()
    {
        _channels = [];
        _tracks = [];
    }

    private bool IsTakenByOther(byte channel, int track) => TryGet(channel, out int owner, out _) && owner != track;
}
