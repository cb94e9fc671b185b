using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Framing;
using Headrace.Media.Tracks;
using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Media.Tests.Codecs.Framing;

/// <summary>Cuts byte streams into frames and units as an input would, and makes such streams with ffmpeg.</summary>
internal static class Frames
{
    /// <summary>All frames of a stream that comes in pieces, and what was passed over.</summary>
    public static List<byte[]> Cut(FrameSyntax syntax, ReadOnlySpan<byte> stream, int pieceBytes, out long skipped)
    {
        FrameScanner scanner = new(syntax);
        List<byte[]> frames = [];
        List<byte> kept = [];
        while (true)
        {
            kept.AddRange(stream[..Math.Min(pieceBytes, stream.Length)]);
            stream = stream[Math.Min(pieceBytes, stream.Length)..];
            ReadOnlySpan<byte> bytes = kept.ToArray();
            while (scanner.TryTake(ref bytes, stream.IsEmpty, out ReadOnlySpan<byte> frame)) frames.Add(frame.ToArray());
            kept = [.. bytes];
            if (!stream.IsEmpty) continue;
            skipped = scanner.Skipped + kept.Count;
            return frames;
        }
    }

    /// <summary>The units that frames are.</summary>
    public static List<Assembly.Unit> Units(Codec codec, IEnumerable<byte[]> frames)
    {
        UnitAssemblerOptions options = Assembly.Options();
        List<Assembly.Unit> units = [];
        using (UnitAssembler assembler = codec.CreateAssembler(null, ParameterSets.Empty, options))
        {
            foreach (byte[] frame in frames) Assembly.Feed(assembler, frame, units);
            Assembly.Complete(assembler, units);
            Assert.Equal(0, assembler.Faults.Total);
        }

        Assert.Equal(0, options.Pool.Outstanding);
        return units;
    }

    /// <summary>A second of a tone as ffmpeg encodes it; <paramref name="format"/> is the muxer.</summary>
    public static async Task<byte[]> EncodeAsync(string format, params string[] options)
    {
        Skip.UnlessInstalled("ffmpeg");
        await using ClientProcess ffmpeg = ClientProcess.Start("ffmpeg", ["-nostdin", "-v", "error", "-f", "lavfi", "-i", "sine=frequency=440:duration=1", .. options, "-f", format, "-"]);
        int code = await ffmpeg.WaitForExitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.True(code == 0 && ffmpeg.Errors.Length == 0, ffmpeg.Errors);
        return ffmpeg.OutputBytes;
    }

    /// <summary>A file of other projects, where the machine has it.</summary>
    public static byte[] Real(string name)
    {
        string? folder = Environment.GetEnvironmentVariable("HEADRACE_TEST_MEDIA");
        Assert.SkipWhen(folder is null || !File.Exists(Path.Combine(folder, name)), "The media are not here.");
        return File.ReadAllBytes(Path.Combine(folder!, name));
    }

    /// <summary>Asserts that ffmpeg decodes so many frames of a byte stream to nothing but zeros, without a complaint.</summary>
    public static async Task AssertIsSilentAsync(string format, SilentFrame frame, int channels, int count = 20)
    {
        Skip.UnlessInstalled("ffmpeg");
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "silence");
        await File.WriteAllBytesAsync(file, [.. Enumerable.Repeat(frame.Payload.ToArray(), count).SelectMany(bytes => bytes)], TestContext.Current.CancellationToken);
        string decoded = Path.Combine(folder.Path, "silence.raw");
        string said = await ClientProcess.RunAsync(
            "ffmpeg", ["-v", "error", "-xerror", "-err_detect", "crccheck+bitstream", "-flags2", "+skip_manual", "-f", format, "-i", file, "-f", "s16le", decoded], TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal("", said);
        byte[] samples = await File.ReadAllBytesAsync(decoded, TestContext.Current.CancellationToken);
        Assert.Equal(count * frame.Duration * channels * 2, samples.Length);
        Assert.All(samples, sample => Assert.Equal(0, sample));
    }
}
