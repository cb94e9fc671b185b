namespace Headrace.Containers.MpegTs.Reading;

/// <summary>What was counted of the packets of a PID.</summary>
/// <param name="Packets">Packets that came.</param>
/// <param name="Lost">Packets that are missing: as many as the counters tell, which is sixteen more or less when it is many.</param>
/// <param name="Duplicates">Packets that came twice.</param>
public readonly record struct TsPidFigures(long Packets, long Lost, long Duplicates);
