using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Frames;

/// <summary>
/// Publishes frames that an application has: what an encoder gives, what a capture card delivers. They go the way of every publisher's media: made canonical, timed, repackaged once
/// for all readers. Used by one thread at a time.
/// </summary>
public sealed class FramePublisher : IDisposable
{
    private readonly Publication _publication;
    private readonly FrameSession _session;
    private readonly UnitAssembler[] _assemblers;
    private readonly TimeProvider _clock;
    private bool _isDisposed;

    private FramePublisher(Publication publication, FrameSession session, IReadOnlyList<FrameTrack> tracks, TimeProvider clock)
    {
        _publication = publication;
        _session = session;
        _clock = clock;
        UnitAssemblerOptions options = new(MediaBufferPool.Shared, publication.Memory);
        _assemblers = [.. tracks.Select(track => track.Codec.CreateAssembler(track.Format, track.ParameterSets ?? Media.Tracks.ParameterSets.Empty, options))];
    }

    /// <summary>Why others ended it: another publisher took the stream over, an operator sent it away, the stream was removed. Null while it publishes.</summary>
    public SessionEndReason? EndReason => _session.EndReason;

    /// <summary>Begins to publish under a name; null with the reason where the stream takes nobody in.</summary>
    /// <param name="streams">The streams.</param>
    /// <param name="sessions">Where it is seen among who publishes and views, and can be ended.</param>
    /// <param name="name">The stream's name.</param>
    /// <param name="tracks">What it publishes.</param>
    /// <param name="clock">Time.</param>
    /// <param name="publisher">Who publishes.</param>
    public static PublishRefusal TryStart(
        StreamRegistry streams, SessionRegistry sessions, string name, IReadOnlyList<FrameTrack> tracks, TimeProvider clock, out FramePublisher? publisher)
    {
        FrameSession session = new(name, sessions, clock);
        PublishRefusal refusal = streams.TryPublish(name, [.. tracks.Select(static track => track.Announce())], session, out Publication? publication);
        publisher = null;
        if (publication is null) return refusal;
        session.Begin(publication);
        publisher = new FramePublisher(publication, session, tracks, clock);
        return refusal;
    }

    /// <summary>Publishes a frame of the first track.</summary>
    /// <inheritdoc cref="Publish(int, ReadOnlySpan{byte}, TimeSpan, TimeSpan?)"/>
    public bool Publish(ReadOnlySpan<byte> frame, TimeSpan presentation, TimeSpan? decode = null) => Publish(0, frame, presentation, decode);

    /// <summary>Publishes a frame: a coded picture with all its NAL units behind start codes, a temporal unit of AV1, a frame of sound. The bytes are copied.</summary>
    /// <param name="track">Index of the track, as they were given at the start.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="presentation">When it is presented, on a clock that all tracks share; where that begins is of no account.</param>
    /// <param name="decode">When it is decoded, where the encoder says so; null where it does not.</param>
    /// <returns>
    /// False where nothing could be published of it: it has parameter sets alone, no format is known yet, it cannot be understood (<see cref="FaultsOf"/>), or others have ended
    /// it (<see cref="EndReason"/>).
    /// </returns>
    public bool Publish(int track, ReadOnlySpan<byte> frame, TimeSpan presentation, TimeSpan? decode = null)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (EndReason is not null) return false;
        _session.Count(frame.Length);
        UnitAssembler assembler = _assemblers[track];
        assembler.Add(frame);
        if (!assembler.TryComplete(isDamaged: false, out AssembledUnit unit)) return false;
        _publication.Publish(track, new InputTimestamps(presentation.Ticks, decode?.Ticks), MonotonicTime.Now(_clock), unit);
        return true;
    }

    /// <summary>What of a track's frames could not be used so far.</summary>
    public UnitFaults FaultsOf(int track) => _assemblers[track].Faults;

    /// <summary>Ends the publication; the stream waits for its grace. Idempotent.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        foreach (UnitAssembler assembler in _assemblers) assembler.Dispose();
        _session.End(SessionEndReason.Closed);
    }
}
