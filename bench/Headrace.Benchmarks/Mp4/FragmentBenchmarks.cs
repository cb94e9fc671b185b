using BenchmarkDotNet.Attributes;
using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.Fragments;
using Headrace.Media.Buffers;

namespace Headrace.Benchmarks.Mp4;

/// <summary>
/// Packaging of access units as CMAF parts of 200 ms, as the HLS branch does it: a rented buffer a part, each payload copied once. <see cref="Video"/> and
/// <see cref="Audio"/> take one second of media, so that a median of 1 µs is a million streams a core; see <see cref="VideoBytes"/> for bytes.
/// </summary>
public class FragmentBenchmarks : IDisposable
{
    /// <summary>Bytes of one second of video: 4.2 Mbit.</summary>
    public const int VideoBytes = 525_000;

    private const int Frames = 30;
    private const int FramesPerPart = 6;
    private const int AudioFrames = 47;
    private const int AudioFramesPerPart = 9;
    private const int KeyFrameBytes = 90_000;

    // More groups than the caches hold: a server's units come from memory.
    private const int Groups = 64;

    private readonly MediaBufferPool _pool = new();
    private readonly FragmentSample[][] _video = new FragmentSample[Groups][];
    private readonly FragmentSample[][] _audio = new FragmentSample[Groups][];
    private readonly MediaBufferWriter _output;
    private int _next;

    public FragmentBenchmarks()
    {
        _output = new MediaBufferWriter(_pool);
        Random random = new(1);
        for (int group = 0; group < Groups; group++)
        {
            _video[group] = [.. Enumerable.Range(0, Frames).Select(i => Sample(random, i == 0 ? KeyFrameBytes : (VideoBytes - KeyFrameBytes) / (Frames - 1), 3000, i == 0))];
            _audio[group] = [.. Enumerable.Range(0, AudioFrames).Select(i => Sample(random, 330 + i, 1024, true))];
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _output.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public int Video() => Package(_video[_next++ % Groups], 1, FramesPerPart);

    [Benchmark]
    public int Audio() => Package(_audio[_next++ % Groups], 2, AudioFramesPerPart);

    private FragmentSample Sample(Random random, int size, uint duration, bool isSync)
    {
        byte[] bytes = new byte[size];
        random.NextBytes(bytes);
        return new FragmentSample { Payload = _pool.Copy(bytes), Duration = duration, CompositionOffset = 0, Flags = isSync ? SampleFlags.Sync : SampleFlags.Dependent };
    }

    private int Package(FragmentSample[] samples, uint trackId, int perPart)
    {
        int bytes = 0;
        long time = 0;
        for (int at = 0; at < samples.Length; at += perPart)
        {
            ReadOnlySpan<FragmentSample> part = samples.AsSpan(at, Math.Min(perPart, samples.Length - at));
            FragmentWriter.Write(part, new FragmentHeader { TrackId = trackId, SequenceNumber = (uint)at, BaseDecodeTime = time, BeginsSegment = at == 0 }, _output);
            MediaBuffer written = _output.Detach();
            bytes += written.Length;
            written.Release();
            time += part.Length * (long)part[0].Duration;
        }

        return bytes;
    }
}
