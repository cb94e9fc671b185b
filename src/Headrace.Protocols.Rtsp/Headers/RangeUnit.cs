namespace Headrace.Protocols.Rtsp.Headers;

/// <summary>What the times of a range are.</summary>
public enum RangeUnit : byte
{
    /// <summary>Normal play time: seconds from the beginning, or now (RFC 2326, 3.6).</summary>
    Npt,

    /// <summary>UTC (RFC 2326, 3.7).</summary>
    Clock,
}
