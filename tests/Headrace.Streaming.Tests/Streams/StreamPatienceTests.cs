using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Tests.Streams;

/// <summary>Viewers that come before media, in virtual time.</summary>
public sealed class StreamPatienceTests : StreamTest
{
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(5);
    private static readonly Task Forever = new TaskCompletionSource().Task;

    [Fact]
    public async Task ViewerOfAConfiguredStreamWaitsAsLongAsItsOptionsSay()
    {
        LiveStream stream = Registry.Configure("cam", new StreamOptions { WaitForStream = TimeSpan.FromSeconds(30) });
        Task<bool> viewer = StreamPatience.WaitAsync(stream, Start, Forever, Time).AsTask();
        Time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(viewer.IsCompleted);
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await viewer);
    }

    [Fact]
    public async Task NobodyWaitsForAPublisherWithoutPatienceOrAName()
    {
        Assert.False(await StreamPatience.WaitAsync(Registry.Configure("cam", new StreamOptions { WaitForStream = TimeSpan.Zero }), Start, Forever, Time));
        Assert.False(await StreamPatience.WaitAsync(Registry.Configure("gone", new StreamOptions()), Start, Task.CompletedTask, Time));
        Assert.True(Registry.GlanceAt("gone").CanBeRead);
        Assert.False(Registry.GlanceAt("cam").CanBeRead);
    }

    [Fact]
    public async Task StreamThatIsRemovedIsNotWaitedFor()
    {
        LiveStream stream = Registry.Configure("cam", new StreamOptions());
        stream.Remove(SessionEndReason.StreamRemoved);
        Assert.False(await StreamPatience.WaitAsync(stream, Start, Forever, Time));
    }
}
