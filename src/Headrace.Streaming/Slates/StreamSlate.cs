using Headrace.Media.Tracks;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Slates;

/// <summary>The slate of one stream: asked for when its inputs are lost, shown when none has come back in time. Owned by the stream's lock.</summary>
internal sealed class StreamSlate(SlateLibrary? library, TimeProvider clock)
{
    private Task<SlateClip?>? _clip;
    private SlatePlayer? _player;

    /// <summary>True while it is being made: it is waited for.</summary>
    public bool IsAwaited => _clip is { IsCompleted: false };

    /// <summary>The slate, where it has been made.</summary>
    public SlateClip? Clip => _clip is { IsCompletedSuccessfully: true } ? _clip.Result : null;

    /// <summary>Asks for the slate that fits a stream's tracks: as soon as its media stops, so that it is there in time.</summary>
    public void Prepare(IEnumerable<Track> tracks, StreamOptions options)
    {
        _clip = null;
        if (!options.IsConfigured || options.Slate == StreamOptions.NoSlate) return;
        TrackFormat[] formats = [.. tracks.Select(track => track.Format)];
        if (formats.OfType<VideoFormat>().FirstOrDefault() is not { } format) _clip = Silence(formats);
        else if (library is not null && SlateProfile.Of(format, options.Slate == StreamOptions.BuiltinSlate ? "" : options.Slate) is { } profile) _clip = library.GetAsync(profile);
    }

    /// <summary>Begins to show it.</summary>
    public void Show(SlateClip clip, Publication publication)
    {
        Hide();
        _player = new SlatePlayer(clip, publication, clock);
    }

    /// <summary>Shows it no more.</summary>
    public void Hide()
    {
        _player?.Stop();
        _player = null;
    }

    /// <summary>Where there are no pictures, the first sound that silence can be made for.</summary>
    private static Task<SlateClip?>? Silence(IEnumerable<TrackFormat> formats) =>
        formats.OfType<AudioFormat>().FirstOrDefault(format => format.Silence is not null) is { Silence: { } frame } sound ? Task.FromResult<SlateClip?>(SlateClip.OfSilence(sound, frame)) : null;
}
