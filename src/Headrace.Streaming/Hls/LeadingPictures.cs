using Headrace.Media.Tracks;

namespace Headrace.Streaming.Hls;

/// <summary>Leaves out the leading pictures of the open point at which an output begins: they refer to pictures that it does not have.</summary>
internal sealed class LeadingPictures
{
    private bool _areLeftOut;

    /// <summary>The output begins at a unit.</summary>
    public void BeginAt(AccessUnit point) => _areLeftOut = point.RandomAccess.Kind != RandomAccessKind.Idr;

    /// <summary>Whether a unit is one of them.</summary>
    public bool LeaveOut(AccessUnit unit)
    {
        if (unit.IsLeading) return _areLeftOut;
        _areLeftOut &= unit.RandomAccess.IsPoint;
        return false;
    }
}
