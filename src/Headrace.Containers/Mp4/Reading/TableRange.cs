namespace Headrace.Containers.Mp4.Reading;

/// <summary>Where the body of a table lies in the bytes of its movie box, counted from that box's first byte.</summary>
/// <param name="Offset">Its first byte.</param>
/// <param name="Length">How many bytes; 0 where there is no such table.</param>
internal readonly record struct TableRange(int Offset, int Length)
{
    /// <summary>The body.</summary>
    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> movie) => movie.Slice(Offset, Length);
}
