using System.Text;
using Headrace.Manifests.Hls.Client;
using Headrace.Manifests.Tests.Hls.Reading;
using Headrace.Media.Timing;
using Headrace.TestKit;

namespace Headrace.Manifests.Tests.Hls.Client;

public sealed class HlsClientFuzzTests
{
    [Fact]
    public void ASessionTakesAnyPlaylistAndNeverAsksWithoutEnd() =>
        Fuzz.Run(Corpus(), static text =>
        {
            HlsClientSession session = new(new HlsClientOptions(), LiveOrigin.Location, default);
            for (int second = 0; second < 12 && session.End is null; second++)
            {
                MonotonicTime now = new(second * 1_000_000_000L);
                for (int asked = 0; session.TryNext(now, out HlsFetch? fetch); asked++)
                {
                    Assert.True(asked < 500);
                    Assert.True(fetch.Location.Scheme is "http" or "https");
                    if (fetch is PlaylistFetch playlist)
                    {
                        session.Complete(playlist, fetch.Location, text, now);
                    }
                    else if (second % 5 == 4)
                    {
                        session.Fail(fetch, new HlsFetchFault(HlsFetchFaultKind.Missing, "it answered 404"), now);
                    }
                    else
                    {
                        session.Complete((SegmentFetch)fetch, 1000);
                        session.Release((SegmentFetch)fetch, 1000);
                    }
                }
            }
        });

    private static IEnumerable<byte[]> Corpus() =>
        new[] { "#EXTM3U\n#EXT-X-DEFINE:NAME=\"a\",VALUE=\"b\"\n#EXTINF:1,\n{$a}.ts", PlaylistCorpus.LowLatency, PlaylistCorpus.Vod, PlaylistCorpus.Multivariant, new LiveOrigin { Discontinuities = [16], Gaps = [17], HasDates = true }.At(default) }.Select(Encoding.UTF8.GetBytes);
}
