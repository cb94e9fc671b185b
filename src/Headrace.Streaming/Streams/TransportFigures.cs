using Headrace.Media.Codecs;

namespace Headrace.Streaming.Streams;

/// <summary>What an input's transport says of a track's packets.</summary>
/// <param name="Packets">Packets that came.</param>
/// <param name="Lost">Packets that never came.</param>
/// <param name="TooLate">Packets that came when their place had been given up.</param>
/// <param name="Reordered">Packets that came behind a later one.</param>
/// <param name="Duplicates">Packets that came again.</param>
/// <param name="Jitter">How unevenly they come (RFC 3550, 6.4.1).</param>
/// <param name="Waiting">Packets that wait now for others before them.</param>
/// <param name="Faults">What could not be made a unit of.</param>
public readonly record struct TransportFigures(long Packets, long Lost, long TooLate, long Reordered, long Duplicates, TimeSpan Jitter, int Waiting, UnitFaults Faults);
