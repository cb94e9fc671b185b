using System.Buffers.Binary;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Streaming.Tests;

/// <summary>Publishes made-up units of H.264 and AAC in virtual time: frame numbers are in the payload, timestamps as RTP has them.</summary>
internal sealed class VirtualPublisher
{
    public const int AudioRate = 48_000;
    private const int SamplesPerFrame = 1024;

    private readonly VirtualTime _time;
    private readonly Publication _publication;
    private byte[] _sound = new byte[100];
    private byte[] _picture = [];
    private readonly uint _videoStart;
    private readonly uint _audioStart;
    private readonly MonotonicTime _begin;
    private readonly bool _hasAudio;
    private readonly MemoryAccount? _account;
    private readonly AacFormat _audio;
    private long _audioFrames;

    public VirtualPublisher(StreamRegistry registry, string name, VirtualTime time, bool hasAudio = true, bool hasVideo = true, Session? session = null, uint start = 1000, AacFormat? audio = null)
    {
        _time = time;
        _videoStart = start;
        _audioStart = start * 7;
        _hasAudio = hasAudio;
        _begin = MonotonicTime.Now(time);
        HasVideo = hasVideo;
        _audio = audio ?? Audio;
        List<AnnouncedTrack> tracks = [];
        if (hasVideo) tracks.Add(new AnnouncedTrack(H264Codec.Instance, TestFormats.Small.Format, TestFormats.Small.Sets, 90_000));
        if (hasAudio) tracks.Add(new AnnouncedTrack(AacCodec.Instance, _audio, ParameterSets.Empty, AudioRate));
        Refusal = registry.TryPublish(name, tracks, session, out Publication? publication);
        _publication = publication!;
        _account = publication?.Memory;
    }

    public static AacFormat Audio { get; } = TestFormats.Aac(AudioRate, 2);

    public PublishRefusal Refusal { get; }

    public bool HasVideo { get; }

    /// <summary>Format of the pictures from the next one on.</summary>
    public H264Format Format { get; set; } = TestFormats.Small.Format;

    /// <summary>Parameter sets from the next picture on.</summary>
    public ParameterSets Sets { get; set; } = TestFormats.Small.Sets;

    public long Frames { get; private set; }

    public int PayloadBytes { get; set; } = 400;

    /// <summary>Bytes of a frame of sound.</summary>
    public int SoundBytes
    {
        get => _sound.Length;
        set => _sound = new byte[value];
    }

    /// <summary>What a frame's timestamp becomes, both in seconds: how a clock that lies is made.</summary>
    public Func<double, double>? Clock { get; set; }

    /// <summary>The same for sound; null: as for pictures.</summary>
    public Func<double, double>? AudioClock { get; set; }

    /// <summary>Rounds timestamps to whole milliseconds, as RTMP senders' are.</summary>
    public bool HasMillisecondTimestamps { get; set; }

    /// <summary>True: no other picture needs those with an odd number.</summary>
    public bool HasDisposable { get; set; }

    /// <summary>How many pictures are presented before one that is decoded before them.</summary>
    public int ReorderDepth { get; set; }

    /// <summary>Publishes frames of a rate, a key frame every <paramref name="gop"/> of them, with the sound beside them; time passes.</summary>
    public void Run(int frames, double framesPerSecond = 30, int gop = 30, Func<long, bool>? isDamaged = null)
    {
        for (int i = 0; i < frames; i++)
        {
            TimeSpan due = TimeSpan.FromSeconds(Frames / framesPerSecond);
            Wait(due);
            if (_hasAudio) PublishAudioUpTo(due);
            bool isKey = Frames % gop == 0;
            PublishVideo((long)Math.Round(Frames * 90_000 / framesPerSecond), isKey ? RandomAccess.Idr : RandomAccess.None, isDamaged?.Invoke(Frames) ?? false);
        }
    }

    /// <summary>Publishes sound alone.</summary>
    public void RunAudio(TimeSpan duration)
    {
        TimeSpan end = MonotonicTime.Now(_time) - _begin + duration;
        while (true)
        {
            TimeSpan due = TimeSpan.FromSeconds((double)_audioFrames * SamplesPerFrame / AudioRate);
            if (due >= end) return;
            Wait(due);
            PublishAudioUpTo(due + TimeSpan.FromMilliseconds(1));
        }
    }

    public void PublishVideo(long timestamp, RandomAccess access, bool isDamaged = false, bool isLeading = false)
    {
        if (Clock is not null) timestamp = (long)Math.Round(Clock(timestamp / 90_000.0) * 90_000);
        if (HasMillisecondTimestamps) timestamp = (long)Math.Round(timestamp / 90.0) * 90;
        if (_picture.Length != PayloadBytes) _picture = new byte[PayloadBytes];
        byte[] payload = _picture;
        BinaryPrimitives.WriteInt32BigEndian(payload, PayloadBytes - 4);
        payload[4] = access.IsPoint ? (byte)0x65 : (byte)0x41;
        BinaryPrimitives.WriteInt64BigEndian(payload.AsSpan(5), Frames);
        bool isDisposable = HasDisposable && !access.IsPoint && Frames % 2 == 1;
        Frames++;
        if (!HasVideo) return;
        AssembledUnit unit = new()
        {
            Payload = MediaBufferPool.Shared.Copy(payload, _account),
            Format = Format,
            ParameterSets = Sets,
            RandomAccess = access,
            Picture = access.IsPoint ? PictureKind.I : isDisposable ? PictureKind.B : PictureKind.P,
            IsDisposable = isDisposable,
            IsDamaged = isDamaged,
            IsLeading = isLeading,
            ReorderDepth = ReorderDepth,
        };
        _publication.Publish(0, new InputTimestamps(unchecked(_videoStart + (uint)timestamp)), MonotonicTime.Now(_time), unit);
    }

    public void End() => _publication.End();

    private void PublishAudioUpTo(TimeSpan due)
    {
        while (TimeSpan.FromSeconds((double)_audioFrames * SamplesPerFrame / AudioRate) < due)
        {
            AssembledUnit unit = new()
            {
                Payload = MediaBufferPool.Shared.Copy(_sound, _account),
                Format = _audio,
                ParameterSets = ParameterSets.Empty,
                RandomAccess = RandomAccess.Idr,
                NominalDuration = SamplesPerFrame,
            };
            double seconds = (double)_audioFrames * SamplesPerFrame / AudioRate;
            long ticks = (AudioClock ?? Clock) is { } clock ? (long)Math.Round(clock(seconds) * AudioRate) : _audioFrames * SamplesPerFrame;
            uint timestamp = unchecked(_audioStart + (uint)ticks);
            _publication.Publish(HasVideo ? 1 : 0, new InputTimestamps(timestamp), MonotonicTime.Now(_time), unit);
            _audioFrames++;
        }
    }

    private void Wait(TimeSpan due)
    {
        TimeSpan left = due - (MonotonicTime.Now(_time) - _begin);
        if (left > TimeSpan.Zero) _time.Advance(left);
    }
}
