namespace Headrace.Protocols.Rtsp.Tests;

public class ResynchronisationTests
{
    private static readonly byte[] Start = Elements.Bytes("RECORD rtsp://h/cam RTSP/1.0\nCSeq: 1\n\n");
    private static readonly byte[] Video = Elements.Frame(0, 1200, 0x11);
    private static readonly byte[] Audio = Elements.Frame(2, 300, 0x22);
    private static readonly byte[] Ping = Elements.Bytes("GET_PARAMETER rtsp://h/cam RTSP/1.0\nCSeq: 2\n\n");

    private static readonly byte[] Noise = [.. Enumerable.Range(0, 600).Select(i => (byte)(0x80 | i))];

    public static readonly TheoryData<string, byte[], int, int> Damages = new()
    {
        // name, bytes between the first frame and the next, frames found behind them, bytes skipped
        { "rubbish between frames", Noise, 4, Noise.Length },
        { "one byte too many", [0], 4, 1 },
        { "a marker in the rubbish", [1, .. "$"u8, 2], 4, 3 },
        { "a marker, a channel and a length that fit, and nothing behind", [1, .. Elements.Frame(0, 100), 7, 7], 4, 107 },
        { "a length that is too long to be true", [1, .. "$"u8, 0, 0xFF, 0xFF], 4, 5 },
        { "a length that is too short to be true", [1, .. Elements.Frame(0, 3)], 4, 8 },
        { "a channel that was never set up", [1, .. "$"u8, 9, 0, 100], 4, 5 },
        { "a method without an URL", [1, .. "PLAY it again"u8], 4, 14 },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void FramesAfterDamageAreFound(string name, byte[] damage, int frames, int skipped)
    {
        RtspParser parser = new(Elements.Channels(0, 2));
        byte[] bytes = [.. Start, .. Audio, .. damage, .. Video, .. Audio, .. Audio, .. Video, .. Ping];
        List<string> found = Elements.Read(parser, bytes);
        Assert.StartsWith("RECORD", found[0], StringComparison.Ordinal);
        Assert.StartsWith("GET_PARAMETER", found[^1], StringComparison.Ordinal);
        Assert.Equal(1 + frames, found.Count(element => IsWhole(element)));
        Assert.True(parser.Resynchronisations == 1 && parser.SkippedBytes == skipped, $"{name}: {parser.SkippedBytes} bytes skipped");
    }

    [Fact]
    public void RequestAfterDamageIsFound()
    {
        RtspParser parser = new(Elements.Channels(0));
        List<string> found = Elements.Read(parser, [.. Start, .. Video, .. Noise, .. Ping]);
        Assert.Equal(3, found.Count);
        Assert.StartsWith("GET_PARAMETER", found[2], StringComparison.Ordinal);
        Assert.Equal(Noise.Length, parser.SkippedBytes);
    }

    [Fact]
    public void FramesOnAChannelThatWasNotSetUpPassWhenTheFramingIsSound()
    {
        RtspParser parser = new(Elements.Channels(0));
        List<string> found = Elements.Read(parser, [.. Start, .. Elements.Frame(77, 5), .. Elements.Frame(78, 5), .. Video, .. Elements.Frame(77, 5), .. Ping]);
        Assert.Equal(["$77 5555555555", "$78 5555555555"], found[1..3]);
        Assert.Equal(6, found.Count);
        Assert.Equal(0, parser.SkippedBytes);
    }

    [Theory]
    [InlineData(RtspLimits.MaxSkippedMediaBytes, false)]
    [InlineData(RtspLimits.MaxSkippedMediaBytes + 1, true)]
    public void SearchEndsAtItsBound(int rubbish, bool isLost)
    {
        RtspParser parser = new(Elements.Channels(0));
        byte[] bytes = [.. Start, .. Video, .. new byte[rubbish], .. Video, .. Ping];
        List<string> found = Elements.Read(parser, bytes, 60_000);
        Assert.Equal(isLost ? "fault LostFraming" : "GET_PARAMETER", isLost ? found[^1] : found[^1].Split(' ')[0]);
        Assert.True(parser.SkippedBytes <= rubbish);
    }

    [Fact]
    public void BoundCountsFromTheLastElement()
    {
        RtspParser parser = new(Elements.Channels(0));
        byte[] rubbish = new byte[RtspLimits.MaxSkippedMediaBytes - 10];
        List<string> found = Elements.Read(parser, [.. Start, .. Video, .. rubbish, .. Video, .. Video, .. rubbish, .. Video, .. Ping], 60_000);
        Assert.StartsWith("GET_PARAMETER", found[^1], StringComparison.Ordinal);
        Assert.Equal(2, parser.Resynchronisations);
        Assert.Equal(2 * rubbish.Length, parser.SkippedBytes);
    }

    [Fact]
    public void ConnectionWithoutMediaIsNotSearchedFar()
    {
        RtspParser parser = new(new InterleavedChannels());
        string text = string.Concat(Enumerable.Repeat("rubbish\n", RtspLimits.MaxSkippedTextBytes / 8));
        List<string> found = Elements.Read(parser, $"OPTIONS * RTSP/1.0\n\n{text}OPTIONS * RTSP/1.0\n\n");
        Assert.Equal(["OPTIONS * RTSP/1.0", "fault LostFraming"], found);
    }

    [Fact]
    public void LongFramesAreBelievedOnceTheyHaveBeenSeen()
    {
        byte[] large = Elements.Frame(0, 40_000, 0x33);
        RtspParser parser = new(Elements.Channels(0));
        List<string> found = Elements.Read(parser, [.. Start, .. large, .. Video, 1, 2, 3, .. large, .. Video, .. Ping]);
        Assert.Equal(6, found.Count);
        Assert.Equal(3, parser.SkippedBytes);
    }

    [Fact]
    public void LengthThatWasDamagedDoesNotSwallowWhatFollows()
    {
        RtspParser parser = new(Elements.Channels(0));
        byte[] damaged = [.. "$"u8, 0, 0x7F, 0xFF, .. Video[4..]];
        byte[] rest = [.. Enumerable.Repeat(Video, 40).SelectMany(frame => frame)];
        List<string> found = Elements.Read(parser, [.. Start, .. Video, .. damaged, .. rest, .. Ping]);
        Assert.Equal(1 + 1 + 40 + 1, found.Count);
        Assert.Equal(damaged.Length, parser.SkippedBytes);
    }

    [Fact]
    public void DamagedMessageOnAMediaConnectionIsSkipped()
    {
        RtspParser parser = new(Elements.Channels(0));
        byte[] tooLarge = Elements.Bytes("SET_PARAMETER rtsp://h/ RTSP/1.0\nContent-Length: 99999999\n\n");
        List<string> found = Elements.Read(parser, [.. Start, .. Video, .. tooLarge, .. Video, .. Ping]);
        Assert.Equal(4, found.Count);
        Assert.Equal(1, parser.Resynchronisations);
    }

    [Fact]
    public void RandomDamageLosesOnlyWhatItTouches()
    {
        byte[][] frames = [.. Enumerable.Range(0, 160).Select(i => Elements.Frame((byte)(i % 3), 100 + i * 5, (byte)i))];
        byte[] clean = [.. Start, .. frames.SelectMany(frame => frame)];
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            // A length that was damaged to be large is refuted when as many bytes have come.
            int at = Start.Length + random.Next(clean.Length - Start.Length - ushort.MaxValue - 100);
            byte[] bytes = [.. clean[..at], .. RandomBytes(random, random.Next(1, 50)), .. clean[(at + random.Next(30))..], .. Ping];
            List<string> found = Elements.Read(new RtspParser(Elements.Channels(0, 2)), bytes);
            Assert.True(found[^1].StartsWith("GET_PARAMETER", StringComparison.Ordinal), $"seed {seed} ends in {found[^1]}");
            Assert.True(found.Count(IsWhole) >= frames.Length - 12, $"seed {seed}: {found.Count(IsWhole)} frames");
        }
    }

    private static byte[] RandomBytes(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>True for a frame whose payload is one byte repeated: it was not cut.</summary>
    private static bool IsWhole(string element)
    {
        if (!element.StartsWith('$')) return false;
        string payload = element[(element.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        return payload == string.Concat(Enumerable.Repeat(payload[..2], payload.Length / 2));
    }
}
