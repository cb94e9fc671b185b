using System.Collections.Immutable;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;

namespace Headrace.Endpoints.Hls.Pull;

/// <summary>Takes what segments hold, in their order.</summary>
internal interface ISegmentSink
{
    /// <summary>Who pays for units.</summary>
    MemoryAccount? Account { get; }

    /// <summary>These are the tracks from now on.</summary>
    void OnTracks(ImmutableArray<SegmentTrack> tracks);

    /// <summary>A unit; its payload's reference goes to who is called.</summary>
    /// <param name="track">Index among the tracks.</param>
    /// <param name="presentation">Presentation time in the track's ticks.</param>
    /// <param name="decode">Decode time in the same ticks.</param>
    /// <param name="unit">The unit.</param>
    void OnUnit(int track, long presentation, long decode, in AssembledUnit unit);

    /// <summary>Something of the segments is left out, or wrong: in a clause; each is told once.</summary>
    void OnRemark(string remark);
}
