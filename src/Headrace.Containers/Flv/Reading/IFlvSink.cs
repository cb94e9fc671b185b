using System.Collections.Immutable;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;

namespace Headrace.Containers.Flv.Reading;

/// <summary>Takes what a <see cref="FlvMessageReader"/> makes of tags or messages, in their order.</summary>
public interface IFlvSink
{
    /// <summary>
    /// These are the tracks from now on. Asked again when they have become others, behind <see cref="OnEnd"/>. False: nothing of them is taken until they change.
    /// </summary>
    /// <param name="tracks">The tracks, video first; at least one.</param>
    /// <param name="account">Who pays for their units; null where nobody does.</param>
    bool TryBegin(ImmutableArray<FlvTrack> tracks, out MemoryAccount? account);

    /// <summary>A unit; its payload's reference goes to who is called.</summary>
    /// <param name="track">Index among the tracks.</param>
    /// <param name="time">Its timestamps: 32 bits in milliseconds.</param>
    /// <param name="arrival">When its last byte arrived.</param>
    /// <param name="unit">The unit.</param>
    void OnUnit(int track, FlvUnitTime time, MonotonicTime arrival, in AssembledUnit unit);

    /// <summary>The tracks end: there are others from now on.</summary>
    void OnEnd();

    /// <summary>A track is not read; told once.</summary>
    void OnOmitted(in FlvOmission omission);

    /// <summary>Something is wrong with the media, which goes on.</summary>
    void OnFault(FlvFault fault);
}
