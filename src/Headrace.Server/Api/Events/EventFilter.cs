using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Headrace.Streaming.Events;
using Microsoft.AspNetCore.Http;

namespace Headrace.Server.Api.Events;

/// <summary>What a listener wants to hear.</summary>
/// <param name="Types">Kinds; empty for all.</param>
/// <param name="Stream">The stream, or null for all and what concerns none.</param>
/// <param name="After">The number of the last event that it has; null: it begins now.</param>
/// <param name="UsesOtherNames">True: kinds that have another name are called by it.</param>
internal sealed record EventFilter(IReadOnlyList<EventType> Types, string? Stream, long? After, bool UsesOtherNames)
{
    /// <summary>True for an event that it wants. That some were missed concerns every listener.</summary>
    internal bool Accepts(MediaEvent happened) =>
        happened is EventsMissed || ((Types.Count == 0 || Types.Contains(happened.Type)) && (Stream is null || Stream == happened.Stream));

    /// <summary>Reads a request; false with the problem.</summary>
    internal static bool TryRead(HttpRequest request, [NotNullWhen(true)] out EventFilter? filter, [NotNullWhen(false)] out ApiProblem? problem)
    {
        filter = null;
        string last = request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } header ? header : request.Query["lastEventId"].ToString();
        long after = 0;
        string[] names = request.Query["types"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        EventType?[] types = [.. names.Select(Find)];
        problem = last.Length > 0 && !(long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out after) && after < long.MaxValue) ? Problems.InvalidRequest($"{last} is no number of an event.")
            : Array.IndexOf(types, null) is >= 0 and int unknown ? Problems.InvalidRequest($"There are no events {names[unknown]}; there are {string.Join(", ", EventTypes.All.Select(type => type.Name))}.")
            : request.Query["names"].ToString() is not ("" or "seed") ? Problems.InvalidRequest("names is seed, or left out.")
            : null;
        if (problem is not null) return false;
        filter = new EventFilter(
            [.. types.OfType<EventType>()], request.Query["stream"].ToString() is { Length: > 0 } stream ? stream : null, last.Length > 0 ? after : null, request.Query.ContainsKey("names"));
        return true;
    }

    private static EventType? Find(string name) => EventTypes.All.FirstOrDefault(type => type.Name == name || type.OtherName == name);
}
