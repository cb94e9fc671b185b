using System.Buffers.Binary;
using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Headrace.Containers.MpegTs;
using Headrace.Containers.MpegTs.Demuxing;
using Headrace.Containers.MpegTs.Muxing;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using RandomAccess = Headrace.Media.Tracks.RandomAccess;

namespace Headrace.Benchmarks.MpegTs;

/// <summary>
/// Demuxing of MPEG-TS into canonical units, in datagrams of seven packets as UDP and SRT bring them: sixty-four seconds of H.264 at 4 Mbit/s with AAC, more than the caches hold. A
/// median of 28 ms is 1.2 GB a second; <see cref="StreamBytes"/> says how many bytes there are.
/// </summary>
[MemoryDiagnoser]
public class TsDemuxerBenchmarks : ITsDemuxerSink, IDisposable
{
    private const int Seconds = 64;
    private const int FrameBytes = 15_000;
    private const int KeyFrameBytes = 90_000;
    private const int Datagram = 7 * TsPacket.Size;

    private readonly byte[] _stream = Write();
    private readonly TsDemuxer _demuxer;
    private long _units;

    public TsDemuxerBenchmarks()
    {
        _demuxer = new TsDemuxer(this, MediaBufferPool.Shared);
        Demux();
        if (_units < Seconds * 70) throw new InvalidOperationException($"{_units} units of {Seconds} seconds.");
        Console.WriteLine($"The stream has {StreamBytes} bytes and {_units} units.");
    }

    /// <summary>Bytes of the stream.</summary>
    public int StreamBytes => _stream.Length;

    [GlobalCleanup]
    public void Dispose()
    {
        _demuxer.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public long Demux()
    {
        ReadOnlySpan<byte> rest = _stream;
        while (!rest.IsEmpty)
        {
            int count = Math.Min(Datagram, rest.Length);
            _demuxer.Read(rest[..count], default);
            rest = rest[count..];
        }

        return _units;
    }

    bool ITsDemuxerSink.TryBegin(TsProgram program, ImmutableArray<TsTrack> tracks, out MemoryAccount? account)
    {
        account = null;
        return true;
    }

    void ITsDemuxerSink.OnUnit(int track, TsUnitTime time, MonotonicTime arrival, in AssembledUnit unit)
    {
        _units++;
        unit.Payload.Release();
    }

    void ITsDemuxerSink.OnEnd()
    {
    }

    void ITsDemuxerSink.OnOmitted(TsProgramStream stream, TsOmission reason)
    {
    }

    void ITsDemuxerSink.OnFault(TsFault fault, int pid)
    {
    }

    private static byte[] Write()
    {
        Track video = VideoTrack();
        Track audio = new(1, AacFormat.TryParse([0x11, 0x90], out AacFormat? format) ? format : throw new InvalidOperationException("The config is broken."), ParameterSets.Empty);
        TsMuxer muxer = new();
        muxer.SetTracks([video, audio]);
        using MediaBufferWriter output = new(MediaBufferPool.Shared);
        using MemoryStream stream = new();
        Random random = new(1);
        long sound = 0;
        for (int frame = 0; frame < Seconds * 30; frame++)
        {
            bool isKey = frame % 30 == 0;
            Write(muxer, video, frame * 3000L, isKey, Picture(random, isKey), output);
            for (; sound * 90_000 / 48_000 < frame * 3000L; sound += 1024) Write(muxer, audio, sound, false, Bytes(random, 340), output);
            stream.Write(output.Written);
            output.Truncate(0);
        }

        return stream.ToArray();
    }

    private static void Write(TsMuxer muxer, Track track, long time, bool isKey, byte[] payload, MediaBufferWriter output)
    {
        AccessUnit unit = new()
        {
            Track = track,
            Sequence = 0,
            DecodeTime = time,
            PresentationOffset = 0,
            PathTime = Timebase.ToNanoseconds(time, track.ClockRate),
            Arrival = default,
            RandomAccess = isKey || track.Kind == MediaKind.Audio ? RandomAccess.Idr : RandomAccess.None,
            IsJoinPoint = isKey,
            Payload = MediaBufferPool.Shared.Copy(payload),
        };
        muxer.TryWrite(unit, output);
        unit.Release();
    }

    /// <summary>One slice, whose header is true.</summary>
    private static byte[] Picture(Random random, bool isKey)
    {
        byte[] payload = Bytes(random, isKey ? KeyFrameBytes : FrameBytes);
        BinaryPrimitives.WriteInt32BigEndian(payload, payload.Length - 4);
        (payload[4], payload[5], payload[6]) = isKey ? ((byte)0x65, (byte)0x88, (byte)0x81) : ((byte)0x41, (byte)0x9A, (byte)0x81);
        return payload;
    }

    /// <summary>Random, with as few zeros as coded pictures have once start codes are kept out.</summary>
    private static byte[] Bytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        for (int i = 0; i + 2 < length; i++)
        {
            if (bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] <= 3) bytes[i + 1] = 0x80;
        }

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
}
