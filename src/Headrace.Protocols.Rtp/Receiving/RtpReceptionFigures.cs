namespace Headrace.Protocols.Rtp.Receiving;

/// <summary>What was counted of a received source.</summary>
/// <param name="Packets">Packets that came, duplicates included.</param>
/// <param name="Lost">Packets that never came.</param>
/// <param name="TooLate">Packets that came when their place had been given up.</param>
/// <param name="Reordered">Packets that came behind a later one, those that were too late included.</param>
/// <param name="Duplicates">Packets that came again.</param>
/// <param name="Restarts">How often the source began anew, or another took its place.</param>
/// <param name="Jitter">Interarrival jitter (RFC 3550, 6.4.1).</param>
/// <param name="Waiting">Packets that wait now for others before them.</param>
public readonly record struct RtpReceptionFigures(long Packets, long Lost, long TooLate, long Reordered, long Duplicates, long Restarts, TimeSpan Jitter, int Waiting);
