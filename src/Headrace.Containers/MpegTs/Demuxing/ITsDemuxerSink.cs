using System.Collections.Immutable;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;

namespace Headrace.Containers.MpegTs.Demuxing;

/// <summary>Takes what a <see cref="TsDemuxer"/> makes of a transport stream, in its order.</summary>
public interface ITsDemuxerSink
{
    /// <summary>
    /// Media of a program has come, and these are its tracks from now on. Asked again when they have become others, behind <see cref="OnEnd"/>. False: nothing of it is taken
    /// until they change.
    /// </summary>
    /// <param name="program">The program.</param>
    /// <param name="tracks">Its tracks; at least one.</param>
    /// <param name="account">Who pays for their units; null where nobody does.</param>
    bool TryBegin(TsProgram program, ImmutableArray<TsTrack> tracks, out MemoryAccount? account);

    /// <summary>A unit; its payload's reference goes to who is called.</summary>
    /// <param name="track">Index among the tracks.</param>
    /// <param name="time">Its timestamps, 33 bits at 90 kHz.</param>
    /// <param name="arrival">When its last byte arrived.</param>
    /// <param name="unit">The unit.</param>
    void OnUnit(int track, TsUnitTime time, MonotonicTime arrival, in AssembledUnit unit);

    /// <summary>The tracks end: the program has others from now on, or is gone.</summary>
    void OnEnd();

    /// <summary>A stream of the program is not read; told once.</summary>
    void OnOmitted(TsProgramStream stream, TsOmission reason);

    /// <summary>Something is wrong with the stream, which goes on.</summary>
    /// <param name="fault">What.</param>
    /// <param name="pid">In which PID; -1 where none is meant.</param>
    void OnFault(TsFault fault, int pid);
}
