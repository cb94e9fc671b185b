using Headrace.Media.Tracks;

namespace Headrace.Endpoints.Files;

/// <summary>
/// Leaves out pictures at the beginning of a pass that refer to what is not there: those before the first random access point, and those that lead an open one. Behind another pass decoders
/// would not notice, and show them broken.
/// </summary>
internal sealed class JoinPoints
{
    private readonly Dictionary<int, long> _leadsBefore = [];

    /// <summary>A pass begins.</summary>
    public void Begin() => _leadsBefore.Clear();

    /// <summary>True where a unit is to be left out.</summary>
    public bool LeavesOut(in MediaUnit unit)
    {
        if (unit.Unit.Format is not VideoFormat) return false;
        if (_leadsBefore.TryGetValue(unit.Track, out long before)) return unit.Presentation < before;
        if (!unit.Unit.RandomAccess.IsPoint) return true;
        _leadsBefore[unit.Track] = unit.Unit.RandomAccess.Kind == RandomAccessKind.OpenGop ? unit.Presentation : long.MinValue;
        return false;
    }
}
