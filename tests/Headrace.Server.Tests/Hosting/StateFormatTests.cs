using System.Text.Json;
using Headrace.Server.Hosting;
using Headrace.TestKit;

namespace Headrace.Server.Tests.Hosting;

public sealed class StateFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string State => Path.Combine(_folder.Path, "state");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WhatAnEarlierServerKeptIsReadAndMarked()
    {
        const string Token = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";
        Directory.CreateDirectory(State);
        await File.WriteAllTextAsync(Path.Combine(State, "access-token"), Token + "\n", Cancellation);
        await File.WriteAllTextAsync(
            Path.Combine(State, "api-changes.json"),
            """
            {
              "set": {
                "streams": {
                  "door": { "source": "rtsp://192.0.2.1/door", "sourceOnDemand": "true", "maxReaders": "7" }
                },
                "hls": { "segmentDuration": "4s" }
              },
              "hiddenStreams": [ "hall" ],
              "localSources": [ "door" ]
            }
            """,
            Cancellation);
        await using TestHost server = await TestHost.StartAsync("streams: { hall: { }, yard: { } }", _folder);
        Assert.Equal("", server.Announcements);
        using JsonDocument streams = JsonDocument.Parse(await server.Client.GetStringAsync("/api/v1/streams", Cancellation));
        Assert.Equal(["door", "yard"], streams.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()).Order());
        Assert.Equal(7, server.Host.Configuration.Current.Options.Streams.Single(stream => stream.Key.Value == "door").Value.Options.MaxReaders);
        Assert.Equal($"{StateFormat.Current}\n", await File.ReadAllTextAsync(Path.Combine(State, StateFormat.FileName), Cancellation));
        Assert.Equal(Token + "\n", await File.ReadAllTextAsync(Path.Combine(State, "access-token"), Cancellation));
    }

    [Fact]
    public async Task MarkThatFoundNoRoomIsMadeAgain()
    {
        Directory.CreateDirectory(State);
        string file = Path.Combine(State, StateFormat.FileName);
        await File.WriteAllTextAsync(file, "", Cancellation);
        await using TestHost server = await TestHost.StartAsync("", _folder);
        Assert.Equal($"{StateFormat.Current}\n", await File.ReadAllTextAsync(file, Cancellation));
    }

    [Theory]
    [InlineData("1000\n", "was written by a newer Headrace (format 1000; ")]
    [InlineData("99999999999999999999", "holds no number; write 1 into it")]
    [InlineData("0", "holds no number; write 1 into it")]
    [InlineData("-1", "holds no number; write 1 into it")]
    [InlineData("\n", "holds no number; write 1 into it")]
    public async Task WhatCannotBeReadIsRefusedAndLeftAsItIs(string format, string reason)
    {
        Directory.CreateDirectory(State);
        string file = Path.Combine(State, StateFormat.FileName);
        await File.WriteAllTextAsync(file, format, Cancellation);
        StartException e = await Assert.ThrowsAsync<StartException>(() => TestHost.StartAsync("", _folder));
        Assert.Contains(State, e.Message, StringComparison.Ordinal);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.Equal(format, await File.ReadAllTextAsync(file, Cancellation));
        Assert.Equal(["format", "lock"], Directory.GetFiles(State).Select(path => Path.GetFileName(path)).Order());

        // It is free for the server that can.
        Assert.True(StateDirectory.TryOpen(State, out StateDirectory? other, out string? fault), fault);
        other.Dispose();
    }
}
