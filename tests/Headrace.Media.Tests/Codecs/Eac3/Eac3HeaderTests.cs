using Headrace.Media.Codecs.Eac3;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Codecs.Eac3;

public sealed class Eac3HeaderTests
{
    public static TheoryData<string, string, Eac3Header> Headers => new()
    {
        { "5.1, ffmpeg", "0B77022C7F87C000", new(Eac3StreamKind.Independent, 0, 1114, 1, 44100, 6, 7, true, 16) },
        { "three blocks", "0B7705AA5487C000", new(Eac3StreamKind.Independent, 0, 2902, 1, 44100, 2, 2, false, 16) },
        { "one block", "0B77043F4287C400", new(Eac3StreamKind.Independent, 0, 2176, 1, 44100, 1, 1, false, 16) },
        { "dependent, the third", "0B77523F3F800000", new(Eac3StreamKind.Dependent, 2, 1152, 0, 48000, 6, 7, true, 16) },
        { "converted, the second program", "0B778800B4800000", new(Eac3StreamKind.Converted, 1, 2, 2, 32000, 6, 2, false, 16) },
        { "half the sample rate", "0B77003FC4800000", new(Eac3StreamKind.Independent, 0, 128, 3, 24000, 6, 2, false, 16) },
        { "a half of 32 kHz", "0B77003FE4800000", new(Eac3StreamKind.Independent, 0, 128, 3, 16000, 6, 2, false, 16) },
        { "the longest", "0B7707FF3F800000", new(Eac3StreamKind.Independent, 0, Eac3Header.MaxFrameLength, 0, 48000, 6, 7, true, 16) },
        { "a frame of AC-3", "0B770DCE1E40EB00", new(Eac3StreamKind.Independent, 0, 1792, 0, 48000, 6, 7, true, 8) },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void HeadersAreRead(string name, string hex, Eac3Header expected)
    {
        bool isRead = Eac3Header.TryRead(Convert.FromHexString(hex), out Eac3Header header);
        Assert.Equal(expected.FrameLength > Eac3Header.Length, isRead);
        if (isRead) Assert.True(expected == header, $"{name}: {header}");
    }

    [Theory]
    [InlineData("too short", "0B77022C7F")]
    [InlineData("no sync", "0B76022C7F87C000")]
    [InlineData("reserved kind", "0B77C22C7F87C000")]
    [InlineData("reserved sample rate", "0B77022CF487C000")]
    [InlineData("a later bsid", "0B77022C7F8FC000")]
    public void WhatIsNoHeaderIsRefused(string name, string hex) => Assert.False(Eac3Header.TryRead(Convert.FromHexString(hex), out _), name);

    [Fact]
    public void AnyBytesAreReadOrRefused() => Fuzz.Run([.. Headers.Select(row => Convert.FromHexString(row.Data.Item2)), Eac3Frames.Make(1, 0, map: 0x0200, objects: 16)], bytes =>
    {
        if (Eac3Header.TryRead(bytes, out Eac3Header header) && (header.SampleRate < 8000 || header.FrameLength is <= 0 or > Eac3Header.MaxFrameLength || header.Blocks is < 1 or > 6)) throw new InvalidOperationException("numbers");
        Eac3Codec.Syntax.TryMeasure(bytes, out _);
        if (Eac3Config.TryRead(bytes, 48_000, out Eac3Format? format) && (format.SampleRate <= 0 || format.Channels <= 0)) throw new InvalidOperationException("format");
    });
}
