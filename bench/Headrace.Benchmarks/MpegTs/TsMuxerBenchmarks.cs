using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using Headrace.Containers.MpegTs.Checking;
using Headrace.Containers.MpegTs.Muxing;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using RandomAccess = Headrace.Media.Tracks.RandomAccess;

namespace Headrace.Benchmarks.MpegTs;

/// <summary>
/// Writing of access units as MPEG-TS, as the HLS branch does it: one second of video, one of sound, so that a median of 1 µs is a million streams a core; see
/// <see cref="VideoBytes"/> for bytes. <see cref="Read"/> reads and checks what was written.
/// </summary>
public class TsMuxerBenchmarks : IDisposable
{
    /// <summary>Bytes of one second of video: 4.2 Mbit.</summary>
    public const int VideoBytes = 525_000;

    private const int Frames = 30;
    private const int AudioFrames = 47;
    private const int KeyFrameBytes = 90_000;
    private const int ChunkBytes = 256 * 1024;

    // More groups than the caches hold: a server's units come from memory.
    private const int Groups = 64;

    private readonly MediaBufferPool _pool = new();
    private readonly AccessUnit[][] _video = new AccessUnit[Groups][];
    private readonly AccessUnit[][] _audio = new AccessUnit[Groups][];
    private readonly TsMuxer _muxer = new();
    private readonly MediaBufferWriter _output;
    private readonly byte[] _written;
    private int _next;

    public TsMuxerBenchmarks()
    {
        _output = new MediaBufferWriter(_pool);
        Track video = VideoTrack();
        Track audio = AudioTrack();
        Random random = new(1);
        for (int group = 0; group < Groups; group++)
        {
            long second = group;
            _video[group] = [.. Enumerable.Range(0, Frames).Select(i => Picture(random, video, second * 90_000 + i * 3000, i == 0))];
            _audio[group] = [.. Enumerable.Range(0, AudioFrames).Select(i => Unit(audio, second * 48_000 + i * 1024, RandomAccess.Idr, Bytes(random, 330 + i)))];
        }

        _muxer.SetTracks([video, audio]);
        Write(_video[0], keeps: true);
        _written = _output.Written.ToArray();
        _output.Truncate(0);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _output.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public int Video() => Write(Next(_video));

    [Benchmark]
    public int Audio() => Write(Next(_audio));

    [Benchmark]
    public long Read()
    {
        TsChecker checker = new();
        checker.Read(_written);
        checker.Complete();
        return checker.Packets;
    }

    /// <summary>The next second; at the first one, time begins anew.</summary>
    private AccessUnit[] Next(AccessUnit[][] groups)
    {
        AccessUnit[] group = groups[_next++ % Groups];
        if (group != groups[0]) return group;
        _muxer.WriteTables(group[0], _output);
        _muxer.WriteDiscontinuity(group[0], _output);
        return group;
    }

    private int Write(AccessUnit[] units, bool keeps = false)
    {
        int bytes = 0;
        foreach (AccessUnit unit in units)
        {
            _muxer.TryWrite(unit, _output);
            if (keeps || _output.Length < ChunkBytes) continue;
            bytes += Release();
        }

        return keeps ? 0 : bytes + Release();
    }

    private int Release()
    {
        MediaBuffer chunk = _output.Detach();
        chunk.Release();
        return chunk.Length;
    }

    private AccessUnit Picture(Random random, Track track, long time, bool isKey)
    {
        byte[] bytes = Bytes(random, isKey ? KeyFrameBytes : (VideoBytes - KeyFrameBytes) / (Frames - 1));
        // As an encoder with four slices writes it.
        int slice = bytes.Length / 4;
        for (int at = 0; at < 4; at++) BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at * slice), (at == 3 ? bytes.Length - 3 * slice : slice) - 4);
        return Unit(track, time, isKey ? RandomAccess.Idr : RandomAccess.None, bytes);
    }

    private AccessUnit Unit(Track track, long time, RandomAccess access, byte[] bytes) => new()
    {
        Track = track,
        Sequence = 0,
        DecodeTime = time,
        PresentationOffset = 0,
        PathTime = Timebase.ToNanoseconds(time, track.ClockRate),
        Arrival = default,
        RandomAccess = access,
        IsJoinPoint = track.Kind == MediaKind.Video && access.IsPoint,
        Payload = _pool.Copy(bytes),
    };

    private static byte[] Bytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static Track VideoTrack()
    {
        byte[] sps = Convert.FromHexString("67640028ACD940780227E584000003000400000300C23C60C920");
        byte[] pps = Convert.FromHexString("68EBE3CB20");
        return H264Sps.TryParse(sps, out H264Sps? parsed)
            ? new Track(0, H264Format.Of(parsed), ParameterSets.Empty.With(ParameterSetKind.Sps, 0, sps).With(ParameterSetKind.Pps, 0, pps))
            : throw new InvalidOperationException("The parameter set is broken.");
    }

    private static Track AudioTrack() =>
        AacFormat.TryParse([0x11, 0x90], out AacFormat? format) ? new Track(1, format, ParameterSets.Empty) : throw new InvalidOperationException("The config is broken.");
}
