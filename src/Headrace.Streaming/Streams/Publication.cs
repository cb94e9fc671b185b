using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Inputs;
using Headrace.Streaming.Pressure;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Supervision;

namespace Headrace.Streaming.Streams;

/// <summary>One publisher's turn on a stream. Its driver publishes from one thread at a time.</summary>
public sealed class Publication
{
    private readonly LiveStream _stream;
    private readonly StreamFeed _feed;
    private readonly HeldReport[] _reports;
    private readonly bool _hasVideo;
    private bool _hasShownVideo;
    private bool _isClockWrong;

    internal Publication(LiveStream stream, StreamFeed feed, StreamInput input, Session? session, IReadOnlyList<AnnouncedTrack> announced)
    {
        _stream = stream;
        _feed = feed;
        Input = input;
        Session = session;
        Memory = stream.Memory.Of("input");
        Announced = announced;
        _reports = new HeldReport[announced.Count];
        _hasVideo = announced.Any(track => track.Codec.Kind == MediaKind.Video);
    }

    /// <summary>The publisher's session, or null for a source without one.</summary>
    public Session? Session { get; }

    /// <summary>Who pays for the payloads that are to be published.</summary>
    public MemoryAccount Memory { get; }

    /// <summary>What the user wrote for the stream.</summary>
    public StreamOptions Options => _stream.Options;

    /// <summary>Which of the stream's inputs it is a turn of.</summary>
    internal StreamInput Input { get; }

    /// <summary>How short the stream's memory is.</summary>
    public PressureLevel Pressure => _stream.Pressure.Level;

    internal IReadOnlyList<AnnouncedTrack> Announced { get; }

    /// <summary>Null while it does not feed the stream.</summary>
    internal InputTimeline? Timeline { get; private set; }

    /// <summary>For each announced track, its slot in the stream, once it feeds that.</summary>
    internal int[] Slots { get; private set; } = [];

    /// <summary>Silence for tracks of sound that the stream had and this has not, while it feeds the stream.</summary>
    internal SilenceFiller[] Silence { get; private set; } = [];

    /// <summary>When its first unit came; <see cref="MonotonicTime.Never"/> before.</summary>
    internal MonotonicTime FirstMedia { get; private set; } = MonotonicTime.Never;

    /// <summary>When its last unit came.</summary>
    internal MonotonicTime LastMedia { get; private set; }

    /// <summary>Since when its media has come without falling silent.</summary>
    internal MonotonicTime SteadySince { get; private set; }

    /// <summary>Publishes a unit; its payload's reference goes to the stream, whatever happens.</summary>
    /// <param name="track">Index among the announced tracks.</param>
    /// <param name="time">The input's timestamps.</param>
    /// <param name="arrival">When its last byte arrived.</param>
    /// <param name="unit">The unit.</param>
    public void Publish(int track, in InputTimestamps time, MonotonicTime arrival, in AssembledUnit unit) =>
        _feed.Publish(this, track, time, arrival, unit);

    /// <summary>Tells what a sender report says of a track's clock (RFC 3550, 6.4.1), or what UTC an input's first unit has.</summary>
    public void ObserveSenderReport(int track, DateTime utc, long rtpTimestamp, MonotonicTime arrival) =>
        _feed.ObserveSenderReport(this, track, new HeldReport(utc, rtpTimestamp, arrival));

    /// <summary>Tells what was counted of a track's packets so far; for inputs whose transport has packets.</summary>
    public void ReportTransport(int track, in TransportFigures figures) => _feed.ReportTransport(this, track, figures);

    /// <summary>Tells what is wrong with it though it goes on.</summary>
    public void ReportFault(string fault, SourceCause cause = SourceCause.Unknown) => _stream.Supply.ReportFault(Input, fault, cause: cause);

    /// <summary>Ends the turn; the stream waits for its grace. Idempotent.</summary>
    public void End() => _feed.EndPublication(this);

    /// <summary>Notes that a unit came.</summary>
    internal void NoteMedia(int track, MonotonicTime arrival, TimeSpan silentAfter)
    {
        _hasShownVideo |= IsVideo(track);
        if (FirstMedia == MonotonicTime.Never) FirstMedia = SteadySince = arrival;
        else if (arrival - LastMedia > silentAfter) SteadySince = arrival;
        LastMedia = arrival;
    }

    /// <summary>True when readers can go on with this unit: a random access point of its pictures, or sound where there are none.</summary>
    internal bool CanBeginWith(int track, in AssembledUnit unit, MonotonicTime arrival)
    {
        if (unit.IsDamaged) return false;
        return IsVideo(track) ? unit.RandomAccess.IsPoint : !_hasVideo || (!_hasShownVideo && arrival - FirstMedia > InputSet.StartPatience);
    }

    /// <summary>It feeds the stream from now on, by a timeline of its own. What its senders have reported so far relates its tracks.</summary>
    internal void Feed(InputTimeline timeline, int[] slots, SilenceFiller[] silence)
    {
        Timeline = timeline;
        Slots = slots;
        Silence = silence;
        for (int track = 0; track < _reports.Length; track++)
        {
            if (_reports[track].Utc != default) Tell(track);
        }
    }

    /// <summary>Keeps the last report of each track, for the next time that it feeds the stream.</summary>
    internal void Hold(int track, in HeldReport report, bool isActive)
    {
        _reports[track] = report;
        if (isActive) Tell(track);
    }

    private bool IsVideo(int track) => Announced[track].Codec.Kind == MediaKind.Video;

    private void Tell(int track)
    {
        Timeline!.ObserveSenderReport(track, _reports[track].Utc, _reports[track].RtpTimestamp, _reports[track].Arrival);
        bool isWrong = Timeline.SenderClockError != TimeSpan.Zero;
        if (isWrong && !_isClockWrong) StreamLog.SenderClockIsWrong(_stream.Logger, _stream.Name, Session?.Remote, Timeline.SenderClockError.TotalSeconds);
        _isClockWrong = isWrong;
    }

    /// <summary>What a sender report said.</summary>
    internal readonly record struct HeldReport(DateTime Utc, long RtpTimestamp, MonotonicTime Arrival);
}
