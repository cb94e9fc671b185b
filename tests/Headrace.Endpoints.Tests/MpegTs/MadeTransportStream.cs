using System.Buffers.Binary;
using Headrace.Containers.MpegTs.Muxing;
using Headrace.Endpoints.Tests.Made;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;

namespace Headrace.Endpoints.Tests.MpegTs;

/// <summary>A transport stream of made pictures, 25 a second and each 25th a key frame unless it is told otherwise, and made sound; as much of it as is asked for.</summary>
internal sealed class MadeTransportStream
{
    private const int FrameTicks = 3600;
    private const int SoundRate = 48_000;
    private const int SoundFrame = 1024;

    private readonly TsMuxer _muxer = new();
    private readonly Random _random = new(3);
    private readonly Track _video;
    private readonly Track? _audio;
    private readonly long _start;
    private long _sound;

    /// <summary>Begins at a timestamp of 90 kHz, on the wire 500 ms later.</summary>
    public MadeTransportStream(bool hasAudio = true, long start = 0)
    {
        _start = start;
        Assert.True(H264Sps.TryParse(MadeH264.Sps, out H264Sps? sps));
        _video = new Track(0, H264Format.Of(sps), ParameterSets.Empty.With(ParameterSetKind.Sps, 0, MadeH264.Sps).With(ParameterSetKind.Pps, 0, MadeH264.Pps));
        Assert.True(AacFormat.TryParse([0x11, 0x90], out AacFormat? aac));
        if (hasAudio) _audio = new Track(1, aac, ParameterSets.Empty);
        _muxer.SetTracks(_audio is null ? [_video] : [_video, _audio]);
    }

    /// <summary>Pictures from one key frame to the next.</summary>
    public int Gop { get; init; } = 25;

    /// <summary>Pictures written.</summary>
    public int Frames { get; private set; }

    /// <summary>Frames of sound written.</summary>
    public int SoundFrames { get; private set; }

    /// <summary>The packets of the next picture, and of the sound up to it.</summary>
    public byte[] Next()
    {
        using MediaBufferWriter output = new(MediaBufferPool.Shared);
        bool isKey = Frames % Gop == 0;
        byte[] nal = MadeH264.Slice(isKey, Frames % Gop, 0, isKey ? 20_000 : 2_500, _random);
        byte[] payload = [0, 0, 0, 0, .. nal];
        BinaryPrimitives.WriteInt32BigEndian(payload, nal.Length);
        long time = _start + (long)Frames * FrameTicks;
        Write(_video, time, isKey, payload, output);
        for (; _audio is not null && _sound < (long)Frames * FrameTicks * SoundRate / 90_000; _sound += SoundFrame, SoundFrames++)
        {
            byte[] frame = new byte[200];
            _random.NextBytes(frame);
            Write(_audio, Timebase.Rescale(_start, 90_000, SoundRate) + _sound, false, frame, output);
        }

        Frames++;
        return output.Written.ToArray();
    }

    private void Write(Track track, long time, bool isKey, byte[] payload, MediaBufferWriter output)
    {
        AccessUnit unit = new()
        {
            Track = track,
            Sequence = 0,
            DecodeTime = time,
            PresentationOffset = 0,
            PathTime = Timebase.ToNanoseconds(time, track.ClockRate),
            Arrival = default,
            RandomAccess = track.Kind == MediaKind.Audio || isKey ? RandomAccess.Idr : RandomAccess.None,
            IsJoinPoint = isKey,
            Payload = MediaBufferPool.Shared.Copy(payload),
        };
        Assert.True(_muxer.TryWrite(unit, output));
        unit.Release();
    }
}
