using Headrace.Endpoints.Forwarding;
using Headrace.Endpoints.Hosting;
using Headrace.Endpoints.Srt;
using Headrace.Endpoints.Srt.Pull;
using Headrace.Protocols.Srt;
using Headrace.Streaming.Forwarding;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Headrace.TestKit;
using Headrace.Transport.Srt;

namespace Headrace.Endpoints.Tests.Srt;

/// <summary>Connections that we make: fetched and pushed streams.</summary>
[Trait("Speed", "slow")]
public sealed class SrtCallerTests
{
    private const string Passphrase = "open, sesame";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StreamIsFetchedUntilItsServerEndsIt()
    {
        SrtPassphrases passphrases = new(static _ => new SrtStreamPassphrases("", Passphrase));
        await using SrtServer server = new(passphrases: passphrases);
        await using SrtTestPublisher publisher = await server.PublishAsync();
        Task<SourceEnd> run = SourceOf(server, $"srt://127.0.0.1:{server.Address.Port}?streamid=read:cam&passphrase={Uri.EscapeDataString(Passphrase)}&pbkeylen=24").RunAsync(Cancellation);
        await Eventually.True(() => server.Streams.Find("copy") is { Tracks.Length: 2 }, $"the copy has tracks\n{server.Log}");
        Session viewer = await server.SessionAsync(SessionRole.Viewer);
        await Eventually.True(() => viewer.Link is { KeyBits: 192, Counts.Packets: > 100 }, "it flows");
        viewer.End(SessionEndReason.Kicked);
        SourceEnd end = await run;
        Assert.Equal("the other side ended it", end.Fault);
        Assert.True(end.Worked > TimeSpan.Zero);
    }

    [Fact]
    public async Task ApplicationFetchesByAUrl()
    {
        await using SrtServer server = new();
        await using SrtTestPublisher publisher = await server.PublishAsync();
        await using StreamHost host = new();
        LiveStream copy = host.Pull("copy", $"srt://127.0.0.1:{server.Address.Port}?streamid=read:cam");
        await Eventually.True(() => copy.Snapshot() is { KeyFrames: > 0, Tracks.Length: 2 }, $"the copy has pictures\n{server.Log}");
        Assert.Equal("srt", Assert.Single(host.Sessions.All).Protocol);
    }

    [Theory]
    [InlineData("read:none", "1404, there is no such stream")]
    [InlineData("read:cam", "one side wants a passphrase")]
    public async Task RefusalIsSaidInWords(string streamId, string words)
    {
        SrtPassphrases passphrases = new(static _ => new SrtStreamPassphrases("", Passphrase));
        await using SrtServer server = new(passphrases: passphrases);
        await using SrtTestPublisher publisher = await server.PublishAsync();
        SourceEnd end = await SourceOf(server, $"srt://127.0.0.1:{server.Address.Port}?streamid={streamId}").RunAsync(Cancellation);
        Assert.Contains(words, end.Fault, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.Zero, end.Worked);
    }

    [Fact]
    public async Task SourceThatMayNotBeConnectedToIsNot()
    {
        await using SrtServer server = new();
        SourceEnd end = await SourceOf(server, $"srt://127.0.0.1:{server.Address.Port}?streamid=read:cam", allows: false).RunAsync(Cancellation);
        Assert.Contains("not allowed", end.Fault, StringComparison.Ordinal);
        Assert.Empty(server.Totals.Refused);
    }

    [Fact]
    public async Task SourceWaitsForWhoCalls()
    {
        await using SrtServer server = new();
        int port = FreePorts.Next();
        Task<SourceEnd> run = SourceOf(server, $"srt://127.0.0.1:{port}?mode=listener&passphrase={Uri.EscapeDataString(Passphrase)}").RunAsync(Cancellation);
        await using (SrtTestPublisher publisher = new(await server.CallAsync("whatever", new SrtSocketOptions { Passphrase = Passphrase }, new(System.Net.IPAddress.Loopback, port))))
        {
            await Eventually.True(() => server.Streams.Find("copy") is { Tracks.Length: 2 }, $"the copy has tracks\n{server.Log}");
        }

        Assert.Equal("the other side ended it", (await run).Fault);
    }

    [Fact]
    public async Task StreamIsForwardedUnderAnotherName()
    {
        await using SrtServer server = new();
        await using SrtTestPublisher publisher = await server.PublishAsync();
        Assert.True(ForwardSchemes.TryParse($"srt://127.0.0.1:{server.Address.Port}?streamid=publish:copy/$NAME", out ForwardUrl? url));
        ForwardContext context = new() { Stream = "cam", Sessions = server.Sessions, Pumps = server.Pumps, Clock = TimeProvider.System, Loggers = server.Log, Srt = () => server.Poller };
        using CancellationTokenSource stop = new();
        bool isForwarding = false;
        Task<ForwardEnd> run = ForwardSchemes.Create(url, context).RunAsync(new ForwardRun(server.Stream(), () => isForwarding = true, _ => { }), stop.Token);
        await Eventually.True(() => server.Streams.Find("copy/cam") is { Tracks.Length: 2 }, $"the copy has tracks\n{server.Log}");
        Assert.True(isForwarding);
        using SrtTestViewer viewer = new(await server.CallAsync("read:copy/cam"));
        await Eventually.True(() => viewer.Pictures > 25, "it is seen");
        Assert.Equal(0, viewer.Faults + viewer.Damaged);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    private static SrtSource SourceOf(SrtServer server, string url, bool allows = true)
    {
        Assert.True(SrtLocation.TryParse(url, out SrtLocation? location, out string? fault), fault);
        SrtSourceOptions options = new() { Stream = "copy", Location = location, Allows = _ => allows };
        return new SrtSource(options, server.Poller, server.Streams, server.Sessions, server.Totals, TimeProvider.System, server.Log);
    }
}
