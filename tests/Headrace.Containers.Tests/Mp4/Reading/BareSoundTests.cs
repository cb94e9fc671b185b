using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.Boxes;
using Headrace.Containers.Mp4.SampleEntries;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Tracks;
using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Containers.Tests.Mp4.Reading;

/// <summary>Sound without frames in files of ffmpeg, which counts each sample of it: the same samples come out, some milliseconds a unit.</summary>
public sealed class BareSoundTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("pcm_s16le", 48_000, "stereo", "s16be", "PCM of 16 bits 48 kHz stereo", 4)]
    [InlineData("pcm_s16be", 44_100, "mono", "s16be", "PCM of 16 bits 44.1 kHz mono", 2)]
    [InlineData("pcm_s24le", 48_000, "stereo", "s24be", "PCM of 24 bits 48 kHz stereo", 6)]
    [InlineData("pcm_s24be", 48_000, "mono", "s24be", "PCM of 24 bits 48 kHz mono", 3)]
    [InlineData("pcm_s24le", 96_000, "5.1", "s24be", "PCM of 24 bits 96 kHz 6 channels", 18)]
    [InlineData("pcm_alaw", 8000, "mono", "alaw", "G.711 A-law 8 kHz mono", 1)]
    [InlineData("pcm_mulaw", 16_000, "stereo", "mulaw", "G.711 µ-law 16 kHz stereo", 2)]
    public async Task SamplesOfQuickTimeAreTakenTogether(string codec, int rate, string layout, string form, string description, int bytes)
    {
        Skip.UnlessInstalled("ffmpeg");
        string path = Path.Combine(_folder.Path, "sound.mov");
        await ClientProcess.RunAsync(
            "ffmpeg", ["-nostdin", "-v", "error", "-f", "lavfi", "-i", $"anoisesrc=seed=7:duration=3:sample_rate={rate},aformat=channel_layouts={layout}", "-c:a", codec, "-movflags", "faststart", path], cancellation: Cancellation);
        string raw = Path.Combine(_folder.Path, "sound.raw");
        await ClientProcess.RunAsync("ffmpeg", ["-nostdin", "-v", "error", "-i", path, "-f", form, raw], cancellation: Cancellation);
        byte[] file = await File.ReadAllBytesAsync(path, Cancellation);
        OpenedFile opened = OpenedFile.Of(file);
        Assert.Null(opened.Fault);
        Assert.Equal(description, Assert.Single(opened.Tracks).Format?.Description);
        byte[] expected = await File.ReadAllBytesAsync(raw, Cancellation);
        Assert.Equal(3 * rate * bytes, expected.Length);
        Assert.All(opened.Units, unit => Assert.InRange(unit.Length, bytes, rate / 50 * bytes));
        Assert.InRange(opened.Units.Count, 150, 200);
        int at = 0;
        foreach (Unit unit in opened.Units)
        {
            Assert.Equal((at / bytes, Hash(expected.AsSpan(at, unit.Length))), ((int)unit.Decode, unit.Hash));
            at += unit.Length;
        }

        Assert.Equal(expected.Length, at);
        DemuxedMovie movie = DemuxedMovie.Of(file, 4096);
        Assert.Null(movie.Demuxer.Fault);
        Assert.Equal(opened.Units, movie.Units);
        Assert.Equal((0, 0), (opened.Outstanding, movie.Outstanding));
    }

    [Theory]
    [InlineData(1, 16, "PCM of 16 bits 48 kHz stereo")]
    [InlineData(0, 24, "PCM of 24 bits 48 kHz stereo")]
    [InlineData(0, 32, null)]
    public void IpcmSaysItsOrderAndWidth(byte flags, byte bits, string? description)
    {
        using MediaBufferWriter output = new(new MediaBufferPool());
        BoxWriter boxes = new(output);
        using (boxes.Box(BoxTypes.Ipcm))
        {
            boxes.Zeros(16);
            boxes.UInt16(2);
            boxes.UInt16(bits);
            boxes.Zeros(4);
            boxes.UInt16(48_000);
            boxes.Zeros(2);
            using BoxScope config = boxes.Box(BoxTypes.PcmC);
            boxes.Zeros(4);
            boxes.Bytes([flags, bits]);
        }

        BoxReader reader = new(output.Written);
        Assert.True(reader.TryRead(out Box entry));
        SampleCoding? coding = Mp4SampleEntries.ReadCoding(entry);
        Assert.Equal(description, coding?.Format?.Description);
        if (coding is null) return;
        using UnitAssembler assembler = coding.CreateAssembler(new UnitAssemblerOptions(new MediaBufferPool(), null));
        Assert.True(coding.TryAdd([1, 2, 3, 4, 5, 6], assembler));
        Assert.True(assembler.TryComplete(false, out AssembledUnit unit));
        Assert.Equal(flags == 1 ? "02010403" : "010203040506", Convert.ToHexString(unit.Payload.Span));
        unit.Payload.Release();
    }

    [Fact]
    public async Task AnyBytesAreReadOrRefused()
    {
        Skip.UnlessInstalled("ffmpeg");
        string[] makes = ["pcm_s16le", "pcm_s24le", "pcm_alaw"];
        List<byte[]> corpus = [];
        foreach (string codec in makes)
        {
            string path = Path.Combine(_folder.Path, codec + ".mov");
            await ClientProcess.RunAsync("ffmpeg", ["-nostdin", "-v", "error", "-f", "lavfi", "-i", "anoisesrc=seed=7:duration=0.1:sample_rate=8000", "-c:a", codec, path], cancellation: Cancellation);
            corpus.Add(await File.ReadAllBytesAsync(path, Cancellation));
        }

        Fuzz.Run(corpus, bytes =>
        {
            Assert.Equal(0, OpenedFile.Of(bytes).Outstanding);
            using DemuxedMovie movie = DemuxedMovie.Of(bytes, 1000);
        });
    }

    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        using MediaBufferWriter output = new(new MediaBufferPool());
        output.Write(bytes);
        MediaBuffer payload = output.Detach();
        Unit unit = Unit.Of(0, default, new AssembledUnit { Payload = payload, Format = TestTracks.Aac.Format, ParameterSets = ParameterSets.Empty });
        payload.Release();
        return unit.Hash;
    }
}
