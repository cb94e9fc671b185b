using Headrace.Server.Commands;
using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Tests.Configuration;

namespace Headrace.Server.Tests.Commands;

public sealed class HlsCommandTests
{
    [Theory]
    [InlineData("rtsp://admin:secret@cam/live", "", "", ":8080")]
    [InlineData("rtsps://cam/live?channel=1", "8009", "", ":8009")]
    [InlineData("rtsp://cam/live", "out", "out", ":8080")]
    [InlineData("rtsp://cam/live", "./8009", "./8009", ":8080")]
    [InlineData("rtsp://cam/live", "8009 8010", "8009", ":8010")]
    public void CameraIsAStreamThatIsPackagedAtOnce(string url, string others, string directory, string listens)
    {
        string[] words = others.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(CommandLineParser.TryParse(new CommandTable(), ["hls", url, .. words], out Invocation? invocation, out _));
        LoadedConfiguration loaded = Configurations.Load(""u8, [], HlsCommand.WithCamera(invocation).Settings);
        Assert.Empty(loaded.Errors);
        StreamSettings camera = Assert.Single(loaded.Options.Streams).Value;
        Assert.Equal((StreamSourceKind.Rtsp, url, true), (camera.Source.Kind, camera.Source.ToConfiguration(), camera.Options.Hls.AlwaysOn));
        Assert.Equal(directory, camera.Options.Hls.Directory);
        Assert.Equal(listens, loaded.Options.Http.Listen[0].ToString());
    }

    [Fact]
    public void WhatIsNoCameraIsSaid()
    {
        Assert.True(CommandLineParser.TryParse(new CommandTable(), ["hls", "ftp://cam/"], out Invocation? invocation, out _));
        ConfigurationError error = Assert.Single(Configurations.Load(""u8, [], HlsCommand.WithCamera(invocation).Settings).Errors);
        Assert.Equal("headrace hls: streams.camera.source: 'ftp://cam/' is not allowed; allowed: publisher, rtsp://HOST/PATH, rtsps://HOST/PATH, rtmp(s)://HOST/APPLICATION/KEY, srt://HOST:PORT?streamid=ID, http(s)://HOST/PATH, udp+mpegts://ADDRESS:PORT, udp+rtp://ADDRESS:PORT, file:PATH, test: or ffmpeg:", error.ToString());
    }
}
