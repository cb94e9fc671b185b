using Headrace.Media.Tracks;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headrace.Streaming.Tests.Streams;

/// <summary>Streams that nobody named, of patterns that the configuration has.</summary>
public sealed class PatternTests : StreamTest
{
    private static readonly StreamOptions Pulled = new() { IsPulled = true, ComesForReaders = true, MaxReaders = 7 };

    [Fact]
    public void StreamComesWithItsReaderAndGoesWhenItsSourceRests()
    {
        List<string> came = [];
        Use(name => name.StartsWith("site/", StringComparison.Ordinal) ? Pulled : null);
        Registry.CameForReader = stream => came.Add(stream.Name);
        Assert.True(Registry.GlanceAt("site/hall") is { CanBeRead: true, IsTaken: true, HasOwnSource: true });
        Assert.Null(Registry.Find("site/hall"));
        LiveStream stream = Registry.FindForReader("site/hall")!;
        Assert.Equal((7, "site/hall"), (stream.Options.MaxReaders, Assert.Single(came)));
        Assert.Same(stream, Registry.FindForReader("site/hall"));

        // Its source begins, has media, and a reader comes.
        Headrace.Streaming.Inputs.StreamInput input = stream.Supply.AttachInput("main", "rtsp://nvr/hall", 0, isOnDemand: true);
        Assert.True(stream.TryWake());
        stream.Supply.BeginTry(input, BreakerState.Closed);
        TestSession reader = new();
        Assert.Equal(ReaderRefusal.None, stream.TryAddReader(reader));
        Pass(TimeSpan.FromSeconds(60));
        Assert.Same(stream, Registry.Find("site/hall"));

        stream.RemoveReader(reader, SessionEndReason.Closed);
        Pass(TimeSpan.FromSeconds(1));
        Assert.Same(stream, Registry.Find("site/hall"));
        stream.Supply.DetachInput(input);
        Pass(TimeSpan.FromSeconds(1));
        Assert.Null(Registry.Find("site/hall"));
        Assert.False(stream.TryWake());
        Assert.Equal(ReaderRefusal.StreamEnded, stream.TryAddReader(reader));
    }

    [Fact]
    public void NamesThatFitNoneAndServersThatAreFullHaveNone()
    {
        Use(name => name.StartsWith("site/", StringComparison.Ordinal) ? Pulled : null, maxStreams: 1);
        Assert.Null(Registry.FindForReader("hall"));
        Assert.False(Registry.GlanceAt("hall").CanBeRead);
        Assert.NotNull(Registry.FindForReader("site/a"));
        Assert.Null(Registry.FindForReader("site/b"));
        Assert.Equal(1, Registry.Count);
    }

    [Fact]
    public void WhoPublishesUnderSuchANameHasItsOptions()
    {
        Use(name => name == "studio" ? new StreamOptions { MaxReaders = 3 } : null);
        Assert.Null(Registry.FindForReader("studio"));
        Publisher("studio");
        Assert.Equal(3, Stream("studio").Options.MaxReaders);
    }

    [Fact]
    public void StreamGoesWithItsPattern()
    {
        Use(_ => Pulled);
        Registry.FindForReader("site/hall");
        Assert.Equal(StreamChange.Removed, Registry.Configure(new StreamRegistryOptions(), new Dictionary<string, StreamOptions>())["site/hall"]);
        Assert.Equal(0, Registry.Count);
    }

    private void Use(Func<string, StreamOptions?> patterns, int maxStreams = 0) =>
        UseRegistry(new StreamRegistry(new StreamRegistryOptions { Patterns = patterns, MaxStreams = maxStreams }, Time, NullLoggerFactory.Instance));
}
