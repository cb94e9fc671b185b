namespace Headrace.Protocols.Rtp.Receiving;

/// <summary>The bounds within which packets wait for earlier ones. Passing one gives up the hole in front; it loses nothing that is held.</summary>
public sealed record RtpReorderLimits
{
    /// <summary>How long a hole is waited for.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Greatest distance of a held packet from the hole in front, in sequence numbers; a power of two, at most 16,384.</summary>
    public int MaxPackets { get; init; } = 1024;

    /// <summary>Greatest number of bytes of held packets.</summary>
    public int MaxBytes { get; init; } = 4 * 1024 * 1024;
}
