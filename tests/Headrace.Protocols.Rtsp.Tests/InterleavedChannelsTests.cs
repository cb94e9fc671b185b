namespace Headrace.Protocols.Rtsp.Tests;

public class InterleavedChannelsTests
{
    [Fact]
    public void PairsBelongToTracks()
    {
        InterleavedChannels channels = new();
        Assert.False(channels.Any);
        Assert.True(channels.TrySet(1, new ChannelPair(250, 9)));
        Assert.True(channels.TrySet(0, new ChannelPair(0, 1)));
        Assert.True(channels.TryGet(9, out int track, out bool isRtcp));
        Assert.Equal((1, true), (track, isRtcp));
        Assert.True(channels.TryGet(0, out track, out isRtcp));
        Assert.Equal((0, false), (track, isRtcp));
        Assert.False(channels.TryGet(2, out _, out _));
    }

    [Fact]
    public void TakenChannelsAreRefusedAndOwnOnesReplaced()
    {
        InterleavedChannels channels = Elements.Channels(0, 2);
        Assert.False(channels.TrySet(1, new ChannelPair(1, 7)));
        Assert.False(channels.TrySet(2, new ChannelPair(7, 7)));
        Assert.True(channels.Contains(2));
        Assert.True(channels.TrySet(1, new ChannelPair(3, 2)));
        Assert.True(channels.TryGet(3, out int track, out bool isRtcp));
        Assert.Equal((1, false), (track, isRtcp));
    }

    [Fact]
    public void FreePairsAreFoundUntilThereAreNone()
    {
        InterleavedChannels channels = new();
        Assert.True(channels.TrySet(-1, new ChannelPair(1, 4)));
        for (int track = 0; channels.TryFindFree(out ChannelPair pair); track++) Assert.True(channels.TrySet(track, pair));
        Assert.True(channels.Contains(255));
        Assert.False(channels.Contains(0));
        channels.Remove(-1);
        Assert.True(channels.TryFindFree(out ChannelPair freed));
        Assert.Equal(new ChannelPair(0, 1), freed);
        channels.Clear();
        Assert.False(channels.Any);
    }
}
