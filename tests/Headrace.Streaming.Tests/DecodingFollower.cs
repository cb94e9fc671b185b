using System.Buffers.Binary;
using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;

namespace Headrace.Streaming.Tests;

/// <summary>
/// Follows the pictures of a <see cref="VirtualPublisher"/> that has disposable ones as a decoder does: each but a key frame refers to the even one before it.
/// Those with an odd number are needed by none.
/// </summary>
internal sealed class DecodingFollower(Action<AccessUnit>? onUnit = null) : Branch
{
    private long _reference = -1;

    public int Pictures { get; private set; }

    public int KeyFrames { get; private set; }

    public int Broken { get; private set; }

    public override void OnUnit(AccessUnit unit)
    {
        onUnit?.Invoke(unit);
        if (unit.Track.Kind != MediaKind.Video) return;
        long frame = BinaryPrimitives.ReadInt64BigEndian(unit.Payload.Span[5..]);
        Pictures++;
        if (unit.RandomAccess.IsPoint) KeyFrames++;
        else if (_reference != (frame - 1) / 2 * 2) Broken++;
        if (!unit.IsDisposable) _reference = frame;
    }

    public override void Dispose()
    {
    }
}
