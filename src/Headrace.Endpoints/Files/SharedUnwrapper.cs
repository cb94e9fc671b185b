namespace Headrace.Endpoints.Files;

/// <summary>Unwraps timestamps of a width that all tracks of a file count on one clock.</summary>
/// <param name="bits">Bits that mean something.</param>
internal struct SharedUnwrapper(int bits)
{
    private long? _last;

    /// <summary>The value nearest to the one before that has these bits.</summary>
    public long Unwrap(long raw)
    {
        int unused = 64 - bits;
        _last = _last is { } last ? last + ((raw - last) << unused >> unused) : raw & (1L << bits) - 1;
        return _last.Value;
    }
}
