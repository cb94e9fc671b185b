using System.Globalization;
using Headrace.Containers.ByteStreams;
using Headrace.Containers.Tests.Mp4;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Codecs.H265;
using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Containers.Tests.ByteStreams;

public sealed class AnnexBSplitterTests
{
    private static readonly byte[] StartCode = [0, 0, 0, 1];
    private static readonly byte[] Delimiter = [.. StartCode, 0x09, 0xF0];
    private static readonly byte[] First = [.. Delimiter, .. StartCode, .. TestTracks.Sps.Span, .. StartCode, .. TestTracks.Pps.Span, .. StartCode, 0x65, 0x88, 0x84, .. Filling(300)];
    private static readonly byte[] Second = [.. Delimiter, .. StartCode, 0x41, 0x9A, 0x21, .. Filling(5)];
    private static readonly byte[] Third = [.. Delimiter, .. StartCode, 0x41, 0x9A, 0x42, .. Filling(90)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(100_000)]
    public void UnitsAreWhatCameInWhateverThePieces(int piece)
    {
        byte[] bytes = [.. First, .. Second, .. Third];
        List<byte[]> units = Split(bytes, piece, H264Codec.Instance);
        Assert.Equal(3, units.Count);
        Assert.Equal(bytes, units.SelectMany(unit => unit));

        // The first zero of a start code of four bytes counts with what is before it.
        Assert.Equal([First.Length + 1, Second.Length, Third.Length - 1], units.Select(unit => unit.Length));
    }

    [Fact]
    public void UnitIsGivenAsSoonAsTheNextOneBegins()
    {
        using AnnexBSplitter splitter = new(H264Codec.Instance);
        splitter.Append(First);
        Assert.False(splitter.TryRead(out _));
        splitter.Append(Second.AsSpan(0, Delimiter.Length + StartCode.Length));
        Assert.True(splitter.TryRead(out _));
        Assert.False(splitter.TryRead(out _));
    }

    [Fact]
    public void UnitThatIsTooLargeIsLeftOutAndCounted()
    {
        byte[] large = [.. Delimiter, .. StartCode, 0x65, 0x88, 0x84, .. Filling(2000)];
        using AnnexBSplitter splitter = new(H264Codec.Instance, maxUnitBytes: 600);
        List<byte[]> units = [];
        foreach (byte[] piece in ((byte[])[.. First, .. large, .. Second, .. Third]).Chunk(50))
        {
            splitter.Append(piece);
            while (splitter.TryRead(out ReadOnlyMemory<byte> unit)) units.Add(unit.ToArray());
        }

        Assert.True(splitter.TooLarge > 0);
        Assert.All(units, unit => Assert.True(unit.Length <= 600));
        Assert.Equal(First, units[0].Append((byte)0).Take(First.Length));
        splitter.Complete();
        Assert.True(splitter.TryRead(out ReadOnlyMemory<byte> last));
        Assert.EndsWith(Convert.ToHexString(Third[StartCode.Length..]), Convert.ToHexString(last.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNoByteStreamGivesOneUnitAtItsEndAndNothingElse()
    {
        using AnnexBSplitter splitter = new(H265Codec.Instance);
        splitter.Append([1, 2, 3, 4]);
        Assert.False(splitter.TryRead(out _));
        splitter.Complete();
        Assert.True(splitter.TryRead(out ReadOnlyMemory<byte> unit));
        Assert.Equal([1, 2, 3, 4], unit.ToArray());
        Assert.False(splitter.TryRead(out _));
    }

    [Fact]
    public void CodecWithoutNalUnitsIsRefused() => Assert.Throws<ArgumentException>(() => new AnnexBSplitter(AacCodec.Instance));

    [Fact]
    public void NeitherBytesNorPiecesMakeItThrow()
    {
        byte[] bytes = [.. First, .. Second, .. Third];
        Fuzz.Run([bytes, First, Second], input =>
        {
            using AnnexBSplitter splitter = new(H264Codec.Instance, maxUnitBytes: 1000);
            int at = 0;
            for (int size = 1; at < input.Length; size = (size * 7 % 131) + 1)
            {
                int end = Math.Min(input.Length, at + size);
                splitter.Append(input.AsSpan(at..end));
                while (splitter.TryRead(out ReadOnlyMemory<byte> unit)) Assert.InRange(unit.Length, 1, 1000);
                at = end;
            }

            splitter.Complete();
            while (splitter.TryRead(out _))
            {
                // to the end
            }
        });
    }

    /// <summary>What real encoders write without delimiters: as many units as ffprobe counts pictures.</summary>
    [Theory]
    [InlineData("h264", "libx264")]
    [InlineData("hevc", "libx265")]
    public async Task UnitsOfEncodersAreTheirPictures(string format, string encoder)
    {
        Skip.UnlessInstalled("ffmpeg");
        Codec codec = format == "h264" ? H264Codec.Instance : H265Codec.Instance;
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "clip." + format);
        await ClientProcess.RunAsync("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=2", "-c:v", encoder, "-preset", "ultrafast", "-bf", "2", "-g", "20", path],
            cancellation: TestContext.Current.CancellationToken);
        await using FileStream file = File.OpenRead(path);
        int units = 0;
        long bytes = 0;
        await foreach (ReadOnlyMemory<byte> unit in AnnexBUnits.ReadAsync(file, codec, TestContext.Current.CancellationToken))
        {
            units++;
            bytes += unit.Length;
        }

        Assert.Equal(50, units);
        Assert.Equal(new FileInfo(path).Length.ToString(CultureInfo.InvariantCulture), bytes.ToString(CultureInfo.InvariantCulture));
    }

    private static IEnumerable<byte> Filling(int bytes) => Enumerable.Repeat((byte)0x5A, bytes);

    private static List<byte[]> Split(byte[] bytes, int piece, Codec codec)
    {
        using AnnexBSplitter splitter = new(codec);
        List<byte[]> units = [];
        foreach (byte[] part in bytes.Chunk(piece))
        {
            splitter.Append(part);
            Drain();
        }

        splitter.Complete();
        Drain();
        return units;

        void Drain()
        {
            while (splitter.TryRead(out ReadOnlyMemory<byte> unit)) units.Add(unit.ToArray());
        }
    }
}
