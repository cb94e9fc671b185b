namespace Headrace.Media.Timeline;

/// <summary>How much faster than the server's a sender's clock runs, in millionths; slower ones are negative.</summary>
/// <param name="Current">Over the last two minutes.</param>
/// <param name="Least">Least of all that were measured since the input began.</param>
/// <param name="Greatest">Greatest of them.</param>
/// <param name="Mean">Their mean.</param>
public readonly record struct DriftRate(double Current, double Least, double Greatest, double Mean);
