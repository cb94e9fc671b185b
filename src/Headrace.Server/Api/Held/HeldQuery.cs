using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Headrace.Server.Api.Held;

/// <summary>What of a stream is asked for.</summary>
/// <param name="Duration">How much of its end.</param>
/// <param name="Track">Number of a track, or null.</param>
/// <param name="Number">Number of a picture or frame, or null.</param>
/// <param name="At">A time in UTC, or null.</param>
internal sealed record HeldQuery(TimeSpan Duration, int? Track, long? Number, DateTime? At)
{
    /// <summary>Most seconds that can be asked for; a stream holds no more.</summary>
    internal const double MaxSeconds = 60;

    private const double DefaultSeconds = 5;

    /// <summary>The parameters, for the API's description.</summary>
    internal static (string Name, string Type, string Summary) DurationParameter { get; } = ("duration", "number", $"Seconds of the stream's end, up to {MaxSeconds}; without it, {DefaultSeconds}. It begins at a key frame, so that it may be a little more.");

    /// <summary>The same.</summary>
    internal static (string Name, string Type, string Summary) TrackParameter { get; } = ("track", "integer", "Number of the track; without it, the first one with pictures, else the first one.");

    /// <summary>Reads a request; false with the problem.</summary>
    internal static bool TryRead(HttpRequest request, [NotNullWhen(true)] out HeldQuery? query, [NotNullWhen(false)] out ApiProblem? problem)
    {
        query = null;
        double seconds = DefaultSeconds;
        int track = -1;
        long number = -1;
        DateTimeOffset at = default;
        string Text(string name) => request.Query[name].ToString();
        problem = Text("duration") is { Length: > 0 } duration && !(double.TryParse(duration, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out seconds) && seconds is >= 0 and <= MaxSeconds) ? Problems.InvalidRequest($"duration must be seconds from 0 to {MaxSeconds}.")
            : Text("track") is { Length: > 0 } id && !int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out track) ? Problems.InvalidRequest("track must be a track's number.")
            : Text("number") is { Length: > 0 } unit && !long.TryParse(unit, NumberStyles.None, CultureInfo.InvariantCulture, out number) ? Problems.InvalidRequest("number must be a picture's number.")
            : Text("at") is { Length: > 0 } time && !DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out at) ? Problems.InvalidRequest("at must be a time such as 2026-01-31T12:00:00Z.")
            : null;
        if (problem is not null) return false;
        query = new HeldQuery(TimeSpan.FromSeconds(seconds), track < 0 ? null : track, number < 0 ? null : number, at == default ? null : at.UtcDateTime);
        return true;
    }
}
