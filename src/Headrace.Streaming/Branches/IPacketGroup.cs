using Headrace.Media.Buffers;
using Headrace.Media.Rings;

namespace Headrace.Streaming.Branches;

/// <summary>What one send takes to a viewer: the packets of a unit, and of the sound that waited for it, in one buffer.</summary>
public interface IPacketGroup : IRingItem
{
    /// <summary>In the place of a track: none.</summary>
    const int NoTrack = -1;

    /// <summary>The packets; the ring holds the reference.</summary>
    MediaBuffer Buffer { get; }

    /// <summary>Track of its last unit: of the picture, where there is one.</summary>
    int TrackId { get; }

    /// <summary>Whether that unit is a leading picture: it refers to what was before the join point that it follows.</summary>
    bool IsLeading { get; }
}
