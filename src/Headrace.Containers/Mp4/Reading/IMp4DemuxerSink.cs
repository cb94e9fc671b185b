using System.Collections.Immutable;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;

namespace Headrace.Containers.Mp4.Reading;

/// <summary>Takes what an <see cref="Mp4Demuxer"/> makes of a file or of segments, in its order.</summary>
public interface IMp4DemuxerSink
{
    /// <summary>
    /// Media has come, and these are its tracks from now on. Asked again when they have become others, behind <see cref="OnEnd"/>. False: nothing of it is taken until they change.
    /// </summary>
    /// <param name="tracks">The tracks; at least one.</param>
    /// <param name="account">Who pays for their units; null where nobody does.</param>
    bool TryBegin(ImmutableArray<Mp4Track> tracks, out MemoryAccount? account);

    /// <summary>A unit; its payload's reference goes to who is called.</summary>
    /// <param name="track">Index among the tracks.</param>
    /// <param name="time">Its timestamps.</param>
    /// <param name="arrival">When its last byte arrived.</param>
    /// <param name="unit">The unit.</param>
    void OnUnit(int track, Mp4UnitTime time, MonotonicTime arrival, in AssembledUnit unit);

    /// <summary>The tracks end: a movie box names others.</summary>
    void OnEnd();

    /// <summary>A track is not read; told once a movie box.</summary>
    void OnOmitted(Mp4Omission omission);
}
