using Headrace.Manifests.Hls;
using Headrace.Manifests.Hls.Reading;

namespace Headrace.Manifests.Tests.Hls.Reading;

public sealed class PlaylistRoundTripTests
{
    private const int Rounds = 300;

    [Fact]
    public void MediaPlaylistsComeBackAsTheyWereWritten()
    {
        for (int seed = 0; seed < Rounds; seed++)
        {
            MediaPlaylist written = RandomPlaylists.Media(new Random(seed));
            Assert.True(PlaylistReader.TryReadMedia(PlaylistCorpus.Write(written), out MediaPlaylist? read));

            Assert.Equal(written with { Version = Version(ProtocolVersion.Needed(written)) }, read);
        }
    }

    [Fact]
    public void ADeltaUpdateAppliedToTheFullPlaylistBeforeItGivesTheFullPlaylist()
    {
        int skipped = 0;
        for (int seed = 0; seed < Rounds; seed++)
        {
            MediaPlaylist full = RandomPlaylists.Media(new Random(seed));
            Assert.True(PlaylistReader.TryReadMedia(PlaylistCorpus.WriteDelta(full), out MediaPlaylist? delta));
            skipped += delta.SkippedSegments;
            MediaPlaylist before = full with { Segments = new([.. full.Segments.Take(full.Segments.Count - 1)]), Open = null };

            Assert.True(DeltaUpdate.TryApply(before, delta, out MediaPlaylist? applied));
            Assert.Equal(full, applied with { Version = 0 });
        }

        Assert.True(skipped > Rounds, "the random playlists leave something to skip");
    }

    [Fact]
    public void ADeltaUpdateCannotBeAppliedToAPlaylistThatLacksWhatItSkips()
    {
        MediaPlaylist full = Samples.Window(100, 10);
        PlaylistReader.TryReadMedia(PlaylistCorpus.WriteDelta(full), out MediaPlaylist? delta);

        Assert.False(DeltaUpdate.TryApply(Samples.Window(101, 9), delta!, out _));
        Assert.False(DeltaUpdate.TryApply(Samples.Window(100, 2), delta!, out _));
        Assert.False(DeltaUpdate.TryApply(delta!, delta!, out _));
    }

    [Fact]
    public void MultivariantPlaylistsComeBackAsTheyWereWritten()
    {
        for (int seed = 0; seed < Rounds; seed++)
        {
            MultivariantPlaylist written = RandomPlaylists.Multivariant(new Random(seed));
            Assert.True(PlaylistReader.TryReadMultivariant(PlaylistCorpus.Write(written), out MultivariantPlaylist? read));

            Assert.Equal(written with { Version = Version(ProtocolVersion.Needed(written)) }, read);
        }
    }

    private static int Version(int needed) => needed > 1 ? needed : 0;
}
