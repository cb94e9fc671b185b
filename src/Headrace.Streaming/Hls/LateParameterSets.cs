using System.Buffers.Binary;
using Headrace.Media.Buffers;
using Headrace.Media.Tracks;

namespace Headrace.Streaming.Hls;

/// <summary>
/// Parameter sets that come between random access points. A player that is given an init segment there throws away every picture up to the
/// next point (Media Source Extensions, initialization segment received), so that until that point the sets stand in front of the picture that came with them.
/// </summary>
internal static class LateParameterSets
{
    /// <summary>A copy of the unit, with a payload of its own that the caller releases, in front of which stand the sets that are not among <paramref name="known"/>.</summary>
    public static AccessUnit PutBefore(AccessUnit unit, ParameterSets known, MediaBufferWriter writer)
    {
        foreach (ParameterSet set in unit.Track.ParameterSets.Sets)
        {
            if (known.Find(set.Kind, set.Id) is { } same && same.Nal.Span.SequenceEqual(set.Nal.Span)) continue;
            BinaryPrimitives.WriteInt32BigEndian(writer.Reserve(sizeof(int)), set.Nal.Length);
            writer.Write(set.Nal.Span);
        }

        writer.Write(unit.Payload.Span);
        return new AccessUnit
        {
            Track = unit.Track,
            Sequence = unit.Sequence,
            DecodeTime = unit.DecodeTime,
            PresentationOffset = unit.PresentationOffset,
            PathTime = unit.PathTime,
            Arrival = unit.Arrival,
            RandomAccess = unit.RandomAccess,
            Picture = unit.Picture,
            TemporalId = unit.TemporalId,
            IsDisposable = unit.IsDisposable,
            IsLeading = unit.IsLeading,
            IsDamaged = unit.IsDamaged,
            IsDiscontinuity = unit.IsDiscontinuity,
            IsJoinPoint = unit.IsJoinPoint,
            Payload = writer.Detach(),
        };
    }
}
