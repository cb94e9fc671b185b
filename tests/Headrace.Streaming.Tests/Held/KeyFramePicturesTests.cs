using Headrace.Streaming.Held;
using Headrace.TestKit;

namespace Headrace.Streaming.Tests.Held;

/// <summary>Pictures with programs that stand for ffmpeg: what they are given, how often, and what happens when they do not do their work.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class KeyFramePicturesTests : StreamTest, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task KeyFrameIsDecodedOnceForAllWhoAsk()
    {
        VirtualPublisher publisher = Publisher(hasAudio: false);
        publisher.Run(10);
        await using KeyFramePictures pictures = new(Program("echo x >> $0.runs; cat"), TimeProvider.System);
        KeyFramePicture[] got = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => pictures.GetAsync(Stream(), Cancellation)));
        Assert.All(got, picture => Assert.Same(got[0], picture));
        Assert.Equal([0, 0, 0, 1, 0x67], got[0].Jpeg![..5]);
        Assert.Single(await Runs());
        publisher.Run(30);
        Assert.NotSame(got[0], await pictures.GetAsync(Stream(), Cancellation));
        Assert.Equal(2, (await Runs()).Length);
        Assert.Equal(0, pictures.Children);
    }

    [Fact]
    public async Task ProgramThatIsMissingIsSaidSo()
    {
        Publisher(hasAudio: false).Run(10);
        await using KeyFramePictures pictures = new("/nowhere/ffmpeg", TimeProvider.System);
        Assert.Equal(KeyFramePictureFault.NoProgram, (await pictures.GetAsync(Stream(), Cancellation)).Fault);
    }

    [Fact]
    public async Task PictureThatFailedIsTriedAnew()
    {
        Publisher(hasAudio: false).Run(10);
        await using KeyFramePictures pictures = new(Program("echo x >> $0.runs; [ $(wc -l < $0.runs) = 1 ] && { echo broken >&2; exit 3; }; echo y"), TimeProvider.System);
        KeyFramePicture first = await pictures.GetAsync(Stream(), Cancellation);
        Assert.Equal((KeyFramePictureFault.Failed, "broken"), (first.Fault, first.Reason));
        Assert.Equal("y\n"u8.ToArray(), (await pictures.GetAsync(Stream(), Cancellation)).Jpeg);
    }

    [Fact]
    public async Task ProgramThatHangsIsEndedWhenItsTimeIsOver()
    {
        Publisher(hasAudio: false).Run(10);
        await using KeyFramePictures pictures = new(Program("echo x >> $0.runs; exec sleep 600"), Time);
        Task<KeyFramePicture> picture = pictures.GetAsync(Stream(), Cancellation);
        await Eventually.True(() => File.Exists(Path + ".runs"), "the program runs", cancellation: Cancellation);
        Assert.Equal(1, pictures.Children);
        Time.Advance(KeyFramePictures.DecodePatience + TimeSpan.FromSeconds(1));
        Assert.Equal(KeyFramePictureFault.Failed, (await picture).Fault);
        await Eventually.True(() => pictures.Children == 0, "the program is gone", cancellation: Cancellation);
    }

    [Fact]
    public async Task ProgramsEndWithTheServer()
    {
        Publisher(hasAudio: false).Run(10);
        KeyFramePictures pictures = new(Program("echo x >> $0.runs; exec sleep 600"), Time);
        Task<KeyFramePicture> picture = pictures.GetAsync(Stream(), Cancellation);
        await Eventually.True(() => File.Exists(Path + ".runs"), "the program runs", cancellation: Cancellation);
        await pictures.DisposeAsync();
        Assert.NotEqual(KeyFramePictureFault.None, (await picture).Fault);
    }

    [Fact]
    public async Task StreamWithoutPicturesHasNone()
    {
        Publisher(hasVideo: false).RunAudio(TimeSpan.FromSeconds(1));
        await using KeyFramePictures pictures = new("cat", TimeProvider.System);
        Assert.Equal(KeyFramePictureFault.NoKeyFrame, (await pictures.GetAsync(Stream(), Cancellation)).Fault);
    }

    public new void Dispose()
    {
        _folder.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    private string Path => System.IO.Path.Combine(_folder.Path, "decoder");

    private string Program(string script)
    {
        File.WriteAllText(Path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return Path;
    }

    private Task<string[]> Runs() => File.ReadAllLinesAsync(Path + ".runs", Cancellation);
}
