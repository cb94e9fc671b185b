using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Headrace.Media.Timeline;
using Headrace.Server.Configuration.Sources;

namespace Headrace.Server.Api.Sync;

/// <summary>How much later than its timestamps say a stream's sound shall be presented from now on.</summary>
/// <param name="OffsetMs">Milliseconds, from −2000 to 2000; negative: earlier. It replaces the offset before.</param>
internal sealed record SyncAdjustment(double OffsetMs)
{
    private const double Most = TimelineLimits.MaxSoundOffset / 1e6;

    /// <summary>Reads the body.</summary>
    internal static bool TryRead(MappingNode body, [NotNullWhen(true)] out SyncAdjustment? adjustment, [NotNullWhen(false)] out ApiProblem? problem)
    {
        bool isRead = double.TryParse((body["offsetMs"] as ScalarNode)?.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double offset) && Math.Abs(offset) <= Most;
        adjustment = isRead ? new SyncAdjustment(Math.Round(offset, 1)) : null;
        problem = isRead ? null : Problems.InvalidRequest(string.Create(CultureInfo.InvariantCulture, $"offsetMs must be a number from {-Most} to {Most}: milliseconds by which the sound is presented later."));
        return isRead;
    }

    /// <summary>The change of the stream's settings that it is.</summary>
    internal MappingNode ToSettings(MappingNode body) => new MappingNode(body.Mark, []).With(
        ["buffers", "soundOffset"], ((ScalarNode)body["offsetMs"]!) with { Text = string.Create(CultureInfo.InvariantCulture, $"{OffsetMs}ms") });
}
