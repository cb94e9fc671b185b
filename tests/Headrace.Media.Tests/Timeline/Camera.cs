using Headrace.Media.Timeline;

namespace Headrace.Media.Tests.Timeline;

/// <summary>
/// A publisher of pictures and sound in virtual time: key pictures each two seconds, AAC of 1,024 samples. Stamps and arrivals can be bent.
/// </summary>
internal sealed class Camera(PathUnderTest path, InputTrack video, InputTrack? audio)
{
    private const int AudioRate = 48_000;

    private readonly List<Due> _due = [];
    private readonly double[] _lastAtMs = new double[2];
    private long _pictures;
    private long _frames;

    /// <summary>Frames a second as a fraction.</summary>
    public (int Numerator, int Denominator) Rate { get; init; } = (25, 1);

    /// <summary>Path time in milliseconds at which media time 0 is sent.</summary>
    public double StartMs { get; init; }

    /// <summary>Samples in a frame of sound.</summary>
    public int SamplesInFrame { get; init; } = 1024;

    /// <summary>Media seconds by which a unit may arrive early.</summary>
    public double MostEarly { get; init; }

    /// <summary>Raw timestamp of media time 0, by track.</summary>
    public long[] Base { get; init; } = [1_000_000, 5_000_000];

    /// <summary>What becomes of a raw timestamp (track, media seconds, raw).</summary>
    public Func<int, double, long, long> Stamp { get; set; } = (_, _, raw) => raw;

    /// <summary>How late, in milliseconds, a unit of a media second arrives (track, media seconds).</summary>
    public Func<int, double, double> Delay { get; set; } = (_, _) => 0;

    /// <summary>Which units are not sent at all (track, media seconds).</summary>
    public Func<int, double, bool> IsLost { get; set; } = (_, _) => false;

    /// <summary>How often a unit is sent (track, media seconds).</summary>
    public Func<int, double, int> Copies { get; set; } = (_, _) => 1;

    /// <summary>True to state decode times (RTMP, MPEG-TS).</summary>
    public bool StatesDecodeTimes { get; init; }

    /// <summary>Media seconds sent.</summary>
    public double Sent { get; private set; }

    /// <summary>Sends the media up to a media second that has arrived by then, in the order of arrival.</summary>
    public Camera RunTo(double seconds)
    {
        while (PictureTime(_pictures) < seconds + MostEarly) Add(PathUnderTest.Video, _pictures++);
        while (audio is not null && FrameTime(_frames) < seconds + MostEarly) Add(PathUnderTest.Audio, _frames++);
        _due.Sort((a, b) => a.AtMs != b.AtMs ? a.AtMs.CompareTo(b.AtMs) : a.Media != b.Media ? a.Media.CompareTo(b.Media) : a.Track.CompareTo(b.Track));
        int due = _due.FindIndex(d => d.AtMs > StartMs + (seconds * 1000));
        if (due < 0) due = _due.Count;
        for (int i = 0; i < due; i++) Send(_due[i]);
        _due.RemoveRange(0, due);
        Sent = seconds;
        return this;
    }

    /// <summary>Sends a sender report for a media second.</summary>
    public void Report(int track, double seconds, double clockErrorMs = 0, double? atMs = null)
    {
        long raw = Base[track] + (long)Math.Round(seconds * Track(track).ClockRate);
        path.Report(track, atMs ?? (StartMs + (seconds * 1000)), PathUnderTest.Utc.AddMilliseconds(StartMs + (seconds * 1000) + clockErrorMs), raw);
    }

    private InputTrack Track(int track) => track == PathUnderTest.Video ? video : audio!.Value;

    private double PictureTime(long n) => (double)n * Rate.Denominator / Rate.Numerator;

    private double FrameTime(long n) => (double)n * SamplesInFrame / AudioRate;

    private void Add(int track, long number)
    {
        double media = track == PathUnderTest.Video ? PictureTime(number) : FrameTime(number);
        if (IsLost(track, media)) return;
        for (int i = Copies(track, media); i > 0; i--) _due.Add(new Due(Arrive(track, media), media, track, number));
    }

    /// <summary>A track's units do not overtake each other.</summary>
    private double Arrive(int track, double media) => _lastAtMs[track] = Math.Max(_lastAtMs[track], StartMs + (media * 1000) + Delay(track, media));

    private void Send(Due due)
    {
        int track = due.Track;
        bool isPicture = track == PathUnderTest.Video;
        long clockRate = Track(track).ClockRate;
        long ticks = isPicture ? Divide(due.Number * clockRate * Rate.Denominator, Rate.Numerator) : Divide(due.Number * clockRate * SamplesInFrame, AudioRate);
        long raw = Stamp(track, due.Media, Base[track] + ticks);
        bool isKey = due.Number % (2 * Math.Max(1, Rate.Numerator / Rate.Denominator)) == 0;
        path.Send(track, due.AtMs, raw, isPicture ? Units.Picture(isKey) : Units.Sound(AudioRate, SamplesInFrame), StatesDecodeTimes ? raw : null);
    }

    private static long Divide(long a, long b) => (a + (b / 2)) / b;

    private readonly record struct Due(double AtMs, double Media, int Track, long Number);
}
