using System.Buffers.Binary;
using System.Security.Cryptography;
using Headrace.Interop.Tests.Server;
using Headrace.Media.Codecs.JpegXs;
using Headrace.Media.Tracks;
using Headrace.TestKit.Clips;

namespace Headrace.Interop.Tests.Codecs;

/// <summary>JPEG XS is published over RTSP and pulled by another Headrace: every frame comes out as it went in. No decoder is at hand.</summary>
[Trait("Speed", "slow")]
public sealed class JpegXsTests
{
    private const int FrameDuration = 3000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FramesOfAnotherServerComeOutAsTheyAre(bool isSliced)
    {
        byte[][] frames = [.. Enumerable.Range(0, 30).Select(seed => Canonical(JpegXsFrame.Make(seed, 1280, 720, 6, 8000), isSliced))];
        JpegXsFormat format = new() { Width = 1280, Height = 720, Profile = 0x3540, Level = 0x1008, Components = 3, BitDepth = 10, ChromaFormat = 2, HasFields = false, IsSliced = isSliced };
        await using HeadraceProcess first = await HeadraceProcess.StartAsync();
        await using UnitPublisher publisher = UnitPublisher.Start(new Track(0, format, ParameterSets.Empty), [.. frames.Select(frame => (frame, true))], FrameDuration, first.Rtsp("cam1"));
        await first.WaitForStreamAsync("cam1");
        await using HeadraceProcess second = await HeadraceProcess.StartAsync("--streams:cam1:source", first.Rtsp("cam1"));
        await second.WaitForStreamAsync("cam1");
        UnitViewer pulled = await UnitViewer.PlayAsync(second.Rtsp("cam1"), 60, TestContext.Current.CancellationToken);
        Assert.Equal("jxsv", pulled.Description.Map.EncodingName);
        Assert.Equal($"packetmode={(isSliced ? 1 : 0)}; transmode=1; depth=10; width=1280; height=720", pulled.Description.Parameters.Text);
        Assert.Subset(frames.Select(frame => Convert.ToHexString(SHA256.HashData(frame))).ToHashSet(), pulled.Hashes.ToHashSet());
        Assert.Equal(30, pulled.Hashes.Distinct().Count());
        await second.StopAsync();
        await first.StopAsync();
    }

    private static byte[] Canonical(JpegXsFrame frame, bool isSliced)
    {
        using MemoryStream output = new();
        Span<byte> length = stackalloc byte[4];
        foreach (byte[] piece in isSliced ? frame.Pieces : [frame.Whole])
        {
            BinaryPrimitives.WriteInt32BigEndian(length, piece.Length);
            output.Write(length);
            output.Write(piece);
        }

        return output.ToArray();
    }
}
