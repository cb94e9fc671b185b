namespace Headrace.Server.Stats;

/// <summary>How busy the process was over the last seconds.</summary>
/// <param name="CoresUsed">Processors busy with it.</param>
/// <param name="GcPauseRate">Part of the time that its threads stood still for garbage collections, 0 to 1.</param>
internal readonly record struct ProcessRate(double CoresUsed, double GcPauseRate);
