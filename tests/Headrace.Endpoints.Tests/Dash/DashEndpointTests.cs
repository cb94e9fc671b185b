using System.Net;
using System.Xml.Linq;
using Headrace.Endpoints.Tests.Hls;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;

namespace Headrace.Endpoints.Tests.Dash;

public sealed class DashEndpointTests : HlsTest
{
    private static readonly XNamespace Mpd = "urn:mpeg:dash:schema:mpd:2011";

    // MPEG-TS for HLS: then a branch is made for DASH alone.
    protected override StreamOptions Stream => new() { PublisherGrace = TimeSpan.FromSeconds(60), Hls = new HlsOptions { Variant = HlsVariant.MpegTs } };

    [Theory]
    [InlineData("manifest")]
    [InlineData("index")]
    public async Task ManifestNamesSegmentsThatAreThere(string name)
    {
        using HttpResponseMessage response = await PublishUntilAsync(Host.GetAsync($"/cam/{name}.mpd"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/dash+xml", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        XElement mpd = XElement.Parse(await response.Content.ReadAsStringAsync());
        XElement[] templates = [.. mpd.Descendants(Mpd + "SegmentTemplate")];
        Assert.Equal(2, templates.Length);
        foreach (XElement template in templates)
        {
            string number = template.Attribute("startNumber")!.Value;
            Assert.Equal(HttpStatusCode.OK, await Host.StatusOfAsync("/cam/" + template.Attribute("initialization")!.Value));
            Assert.Equal(HttpStatusCode.OK, await Host.StatusOfAsync("/cam/" + template.Attribute("media")!.Value.Replace("$Number$", number, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task ViewerIsOneSessionWhereverHisUpdatesComeFrom()
    {
        XElement mpd = XElement.Parse(await PublishUntilAsync(Host.GetTextAsync("/cam/manifest.mpd")));
        Session session = Server.Sessions.All.Single(one => one.Protocol == "dash");
        Assert.Equal(("cam", SessionRole.Viewer), (session.StreamName, session.Role));
        string location = mpd.Element(Mpd + "Location")!.Value;
        for (int i = 0; i < 5; i++)
        {
            await Publisher.SendAsync(50);
            await Host.GetTextAsync("/cam/" + location);
        }

        Assert.Single(Server.Sessions.All, one => one.Protocol == "dash");
        Assert.Null(session.EndReason);
    }

    [Fact]
    public async Task FfmpegGetsTheListBesideOthersAndIsOneViewerThoughItKeepsNoKey()
    {
        XElement own = XElement.Parse(await PublishUntilAsync(Host.GetTextAsync("/cam/manifest.mpd")));
        Host.Client.DefaultRequestHeaders.UserAgent.ParseAdd("Lavf/59.27.100");
        XElement listed = XElement.Parse(await Host.GetTextAsync("/cam/manifest.mpd"));
        for (int i = 0; i < 5; i++) await Host.GetTextAsync("/cam/manifest.mpd");
        Assert.Equal(2, Server.Sessions.All.Count(one => one.Protocol == "dash"));
        Assert.All(own.Descendants(Mpd + "SegmentTemplate"), template => Assert.NotNull(template.Attribute("duration")));
        Assert.NotEmpty(listed.Descendants(Mpd + "SegmentTimeline"));
        foreach (XElement template in listed.Descendants(Mpd + "SegmentTemplate"))
        {
            Assert.Null(template.Attribute("duration"));
            string time = template.Descendants(Mpd + "S").First().Attribute("t")!.Value;
            Assert.Equal(HttpStatusCode.OK, await Host.StatusOfAsync("/cam/" + template.Attribute("media")!.Value.Replace("$Time$", time, StringComparison.Ordinal)));
        }
    }

    /// <summary>mpv reads by the same library, under a name of its own.</summary>
    [Theory]
    [InlineData("Lavf/59.27.100")]
    [InlineData("libmpv")]
    public async Task ListOfAViewerBeginsNearLiveAndStaysWhereItBegan(string agent)
    {
        string location = XElement.Parse(await PublishUntilAsync(Host.GetTextAsync("/cam/manifest.mpd"))).Element(Mpd + "Location")!.Value;
        await WatchAsync(location, times: 10);
        Host.Client.DefaultRequestHeaders.UserAgent.ParseAdd(agent);
        (long Begin, int Segments)[] first = Lists(await Host.GetTextAsync("/cam/manifest.mpd"));
        Assert.Equal(4, first[0].Segments);
        await WatchAsync("manifest.mpd", times: 2);
        (long Begin, int Segments)[] later = Lists(await Host.GetTextAsync("/cam/manifest.mpd"));
        Assert.Equal(first.Select(static list => list.Begin), later.Select(static list => list.Begin));
        Assert.All(first.Zip(later), static lists => Assert.True(lists.Second.Segments > lists.First.Segments, $"{lists}"));
    }

    [Fact]
    public async Task SegmentThatIsBeingMadeIsSentAsItGrowsAndIsTheSameAfterwards()
    {
        XElement mpd = XElement.Parse(await PublishUntilAsync(Host.GetTextAsync("/cam/manifest.mpd")));
        XElement template = mpd.Descendants(Mpd + "SegmentTemplate").First();
        string UrlOf(long number) => "/cam/" + template.Attribute("media")!.Value.Replace("$Number$", $"{number}", StringComparison.Ordinal);
        long open = (long)template.Attribute("startNumber")!;
        while (await CompleteAsync(UrlOf(open))) open++;
        using HttpResponseMessage growing = await PublishUntilAsync(Host.Client.GetAsync(UrlOf(open), HttpCompletionOption.ResponseHeadersRead));
        Assert.Equal(HttpStatusCode.OK, growing.StatusCode);
        Assert.True(growing.Headers.TransferEncodingChunked);
        Task<byte[]> body = growing.Content.ReadAsByteArrayAsync();
        byte[] got = await PublishUntilAsync(body);
        using HttpResponseMessage whole = await Host.GetAsync(UrlOf(open));
        Assert.Equal(got, await whole.Content.ReadAsByteArrayAsync());
        // The one that has not begun is waited for, too; those behind it are not.
        Assert.Equal(HttpStatusCode.NotFound, await Host.StatusOfAsync(UrlOf(open + 5)));
        using HttpResponseMessage next = await PublishUntilAsync(Host.GetAsync(UrlOf(open + 2)));
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task ViewerWhoWasSentAwayStaysAway()
    {
        XElement mpd = XElement.Parse(await PublishUntilAsync(Host.GetTextAsync("/cam/manifest.mpd")));
        Server.Sessions.All.Single(one => one.Protocol == "dash").End(SessionEndReason.Kicked);
        string location = "/cam/" + mpd.Element(Mpd + "Location")!.Value;
        Assert.Equal(HttpStatusCode.Forbidden, await Host.StatusOfAsync(location));
        Server.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.Forbidden, await Host.StatusOfAsync(location));
    }

    [Fact]
    public async Task PlayersOfAStreamThatIsNoMoreAreToldItsEnd()
    {
        await PublishUntilAsync(Host.GetTextAsync("/cam/manifest.mpd"));
        Server.Streams.RemoveAll(SessionEndReason.StreamRemoved);
        XElement end = XElement.Parse(await Host.GetTextAsync("/cam/manifest.mpd"));
        Assert.Null(end.Attribute("minimumUpdatePeriod"));
        Assert.True(System.Xml.XmlConvert.ToTimeSpan(end.Attribute("mediaPresentationDuration")!.Value) > TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.NotFound, await Host.StatusOfAsync("/other/manifest.mpd"));
    }

    [Fact]
    public async Task SegmentWithAnotherInitSegmentIsEmptyToAPlayerThatDoesNotKnowOfIt()
    {
        XElement mpd = XElement.Parse(await PublishUntilAsync(Host.GetTextAsync("/cam/manifest.mpd")));
        XElement template = mpd.Descendants(Mpd + "SegmentTemplate").First();
        string url = "/cam/" + template.Attribute("media")!.Value.Replace("$Number$", template.Attribute("startNumber")!.Value, StringComparison.Ordinal);
        Assert.EndsWith("?i=0", url, StringComparison.Ordinal);
        using HttpResponseMessage same = await Host.GetAsync(url);
        using HttpResponseMessage other = await Host.GetAsync(url.Replace("?i=0", "?i=1", StringComparison.Ordinal));
        Assert.True(same.Content.Headers.ContentLength > 0);
        Assert.Equal((HttpStatusCode.OK, 0L), (other.StatusCode, other.Content.Headers.ContentLength));
        Assert.Equal("no-store", other.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task TimeIsThatOfTheServer()
    {
        string text = await Host.GetTextAsync("/cam/hls/time");
        Assert.Equal(Server.Time.GetUtcNow().UtcDateTime, DateTime.Parse(text, null, System.Globalization.DateTimeStyles.AdjustToUniversal), TimeSpan.FromSeconds(1));
        Assert.EndsWith("Z", text, StringComparison.Ordinal);
    }

    private async Task<bool> CompleteAsync(string url)
    {
        using HttpResponseMessage response = await Host.SendAsync(HttpMethod.Head, url);
        return response.Content.Headers.ContentLength is not null;
    }

    /// <summary>Goes on, while a viewer looks for news every two seconds.</summary>
    private async Task WatchAsync(string location, int times)
    {
        for (int i = 0; i < times; i++)
        {
            await Publisher.SendAsync(50);
            await Host.GetTextAsync("/cam/" + location);
        }
    }

    /// <summary>Of each list, the picture's first: the time of its first segment, and how many there are.</summary>
    private static (long Begin, int Segments)[] Lists(string manifest) =>
    [
        .. XElement.Parse(manifest).Descendants(Mpd + "SegmentTimeline").Select(static list => (
            (long)list.Elements(Mpd + "S").First().Attribute("t")!, list.Elements(Mpd + "S").Sum(static run => 1 + ((int?)run.Attribute("r") ?? 0)))),
    ];
}
