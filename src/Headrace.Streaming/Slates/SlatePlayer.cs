using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Slates;

/// <summary>Plays a slate into a stream, again and again, at its rate. After a pause of the machine it goes on with what is due now.</summary>
internal sealed class SlatePlayer
{
    /// <summary>More than this is not caught up with.</summary>
    private static readonly TimeSpan MostLate = TimeSpan.FromSeconds(1);

    private readonly SlateClip _clip;
    private readonly Publication _publication;
    private readonly TimeProvider _clock;
    private readonly Lock _turn = new();
    private readonly ITimer _timer;
    private MonotonicTime _begin;
    private long _next;

    /// <summary>Begins to play.</summary>
    public SlatePlayer(SlateClip clip, Publication publication, TimeProvider clock)
    {
        _clip = clip;
        _publication = publication;
        _clock = clock;
        _begin = MonotonicTime.Now(clock);
        TimeSpan interval = TimeSpan.FromSeconds((double)clip.Rate.Denominator / clip.Rate.Numerator);
        _timer = clock.CreateTimer(_ => Play(), null, TimeSpan.Zero, interval);
    }

    /// <summary>Ends; a picture may still be on its way into the stream, which then passes over it.</summary>
    public void Stop() => _timer.Dispose();

    private void Play()
    {
        // A timer that was late may call twice at once.
        if (!_turn.TryEnter()) return;
        try
        {
            MonotonicTime now = MonotonicTime.Now(_clock);
            if (now - DueAt(_next) > MostLate) _begin += now - DueAt(_next);
            while (DueAt(_next) <= now) Publish(_next++, now);
        }
        finally
        {
            _turn.Exit();
        }
    }

    private void Publish(long number, MonotonicTime now)
    {
        SlatePicture picture = _clip.Pictures[(int)(number % _clip.Pictures.Length)];
        AssembledUnit unit = new()
        {
            Payload = MediaBufferPool.Shared.Copy(picture.Payload.Span, _publication.Memory),
            Format = _clip.Format,
            ParameterSets = _clip.ParameterSets,
            RandomAccess = picture.RandomAccess,
            Picture = picture.Picture,
            IsDisposable = picture.IsDisposable,
            ReorderDepth = 0,
            NominalDuration = _clip.Rate.FrameDuration(_clip.Format.ClockRate),
        };
        _publication.Publish(0, new InputTimestamps(number * _clip.Format.ClockRate * _clip.Rate.Denominator / _clip.Rate.Numerator), now, unit);
    }

    private MonotonicTime DueAt(long number) => _begin + TimeSpan.FromSeconds((double)number * _clip.Rate.Denominator / _clip.Rate.Numerator);
}
