using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Slates;

/// <summary>
/// The slate of one stream: asked for when its inputs are lost, shown when none has come back in time; or asked for by who comes before there was any media, and shown when he has waited.
/// Owned by the stream's lock.
/// </summary>
internal sealed class StreamSlate(SlateLibrary? library, TimeProvider clock)
{
    /// <summary>How long before it is due the first slate is made: where media comes in time, as it mostly does, none is.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(3);

    private Task<SlateClip?>? _clip;
    private SlatePlayer? _player;
    private MonotonicTime _firstDue = MonotonicTime.Never;

    /// <summary>What stands in for the sound of a stream that has had no media: AAC LC in stereo at 48 kHz, in the words of FFmpeg's encoder, so that RTSP viewers can stay where that follows.</summary>
    public static AnnouncedTrack UsualSound { get; } = AacFormat.TryParse([0x11, 0x90, 0x56, 0xE5, 0x00], out AacFormat? stereo)
        ? new AnnouncedTrack(AacCodec.Instance, stereo, ParameterSets.Empty, stereo.ClockRate, TimestampBits: 64)
        : throw new InvalidOperationException("the configuration of 48 kHz stereo is one");

    /// <summary>True while it is being made: it is waited for.</summary>
    public bool IsAwaited => _clip is { IsCompleted: false };

    /// <summary>The slate, where it has been made.</summary>
    public SlateClip? Clip => _clip is { IsCompletedSuccessfully: true } ? _clip.Result : null;

    /// <summary>True while it is shown in a stream that has had no media.</summary>
    public bool IsFirst { get; private set; }

    /// <summary>True where a stream that has had no media will show one to who waits.</summary>
    public bool CanComeFirst(StreamOptions options) => library is not null && options.IsConfigured && options.Slate != StreamOptions.NoSlate;

    /// <summary>True from when somebody has come before the media until there is some, but for where no slate can be made.</summary>
    public bool IsComing => _firstDue != MonotonicTime.Never && (_clip is null || IsAwaited || Clip is not null);

    /// <summary>True when who came before the media has waited as long as he had to.</summary>
    public bool IsDue(MonotonicTime now) => IsComing && now >= _firstDue;

    /// <summary>Asks for the slate that fits a stream's tracks: as soon as its media stops, so that it is there in time.</summary>
    public void Prepare(IEnumerable<Track> tracks, StreamOptions options)
    {
        _clip = null;
        if (!options.IsConfigured || options.Slate == StreamOptions.NoSlate) return;
        TrackFormat[] formats = [.. tracks.Select(track => track.Format)];
        if (formats.OfType<VideoFormat>().FirstOrDefault() is not { } format) _clip = Silence(formats);
        else if (library is not null && SlateProfile.Of(format, FileOf(options)) is { } profile) _clip = library.GetAsync(profile);
    }

    /// <summary>Somebody comes before there was any media: he shall see the slate when he has waited in vain.</summary>
    public void AwaitFirst(StreamOptions options, TimeSpan patience)
    {
        if (_firstDue != MonotonicTime.Never || !CanComeFirst(options)) return;
        _clip = null;
        MonotonicTime now = MonotonicTime.Now(clock);
        _firstDue = now + patience;
        PrepareFirst(options, now);
    }

    /// <summary>Asks for that slate, when its time is near.</summary>
    public void PrepareFirst(StreamOptions options, MonotonicTime now)
    {
        if (_clip is null && _firstDue != MonotonicTime.Never && now + Lead >= _firstDue && CanComeFirst(options)) _clip = library!.GetAsync(SlateProfile.Usual(FileOf(options)));
    }

    /// <summary>Nobody waits for it any more.</summary>
    public void ForgetFirst() => _firstDue = MonotonicTime.Never;

    /// <summary>Begins to show it.</summary>
    public void Show(SlateClip clip, Publication publication)
    {
        bool isFirst = _firstDue != MonotonicTime.Never;
        Hide();
        IsFirst = isFirst;
        _player = new SlatePlayer(clip, publication, clock);
    }

    /// <summary>Shows it no more.</summary>
    public void Hide()
    {
        _player?.Stop();
        _player = null;
        IsFirst = false;
        ForgetFirst();
    }

    private static string FileOf(StreamOptions options) => options.Slate == StreamOptions.BuiltinSlate ? "" : options.Slate;

    /// <summary>Where there are no pictures, the first sound that silence can be made for.</summary>
    private static Task<SlateClip?>? Silence(IEnumerable<TrackFormat> formats) =>
        formats.OfType<AudioFormat>().FirstOrDefault(format => format.Silence is not null) is { Silence: { } frame } sound ? Task.FromResult<SlateClip?>(SlateClip.OfSilence(sound, frame)) : null;
}
