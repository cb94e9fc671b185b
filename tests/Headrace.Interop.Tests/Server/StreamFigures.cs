using System.Text.Json;
using Headrace.TestKit;

namespace Headrace.Interop.Tests.Server;

/// <summary>What the server's API says of streams and their sessions, and waiting for it.</summary>
internal static class StreamFigures
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Units of the stream's first track that went on to viewers.</summary>
    internal static async Task<long> UnitsAsync(this HeadraceProcess server, string name)
    {
        JsonElement tracks = (await server.GetAsync($"streams/{name}")).GetProperty("tracks");
        return tracks.GetArrayLength() == 0 ? 0 : tracks[0].GetProperty("units").GetInt64();
    }

    /// <summary>Waits until <paramref name="more"/> units of the stream's first track have passed from now on.</summary>
    internal static async Task WaitForMoreUnitsAsync(this HeadraceProcess server, string name, int more)
    {
        long wanted = await server.UnitsAsync(name) + more;
        await Eventually.True(async () => await server.UnitsAsync(name) >= wanted, $"{wanted} units of {name} have passed", Deadline, TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until the stream has been in a state for so long.</summary>
    internal static Task WaitForTimeInStateAsync(this HeadraceProcess server, string name, string state, TimeSpan since) => Eventually.True(
        async () =>
        {
            JsonElement stream = await server.GetAsync($"streams/{name}");
            return stream.GetProperty("state").GetString() == state && TimeProvider.System.GetUtcNow() - stream.GetProperty("since").GetDateTimeOffset() >= since;
        },
        $"{name} has been {state} for {since.TotalSeconds} s",
        Deadline + since,
        TestContext.Current.CancellationToken);

    /// <summary>Waits until an input feeds the stream.</summary>
    internal static Task WaitForInputAsync(this HeadraceProcess server, string name, string label) => Eventually.True(
        async () => (await server.GetAsync($"streams/{name}")).GetProperty("inputs").EnumerateArray().Any(
            input => input.GetProperty("label").GetString() == label && input.GetProperty("state").GetString() == "active"),
        $"{label} feeds {name}", Deadline, TestContext.Current.CancellationToken);

    /// <summary>The sessions of one protocol and role that are alive.</summary>
    internal static async Task<IReadOnlyList<JsonElement>> SessionsAsync(this HeadraceProcess server, string protocol, string role)
    {
        JsonElement sessions = await server.GetAsync("sessions?itemsPerPage=1000");
        return [.. sessions.GetProperty("items").EnumerateArray().Where(session =>
            session.GetProperty("protocol").GetString() == protocol && session.GetProperty("role").GetString() == role)];
    }

    /// <summary>Waits for a viewer over a protocol, and gives his session's id.</summary>
    internal static async Task<string> WaitForViewerAsync(this HeadraceProcess server, string protocol)
    {
        JsonElement[] found = await Eventually.Value(
            async () => await server.SessionsAsync(protocol, "viewer") is { Count: > 0 } viewers ? viewers.ToArray() : null,
            () => $"somebody views over {protocol}",
            Deadline,
            TestContext.Current.CancellationToken);
        return found[0].GetProperty("id").GetString()!;
    }

    /// <summary>A figure of the census.</summary>
    internal static async Task<long> CensusAsync(this HeadraceProcess server, string figure) => (await server.GetAsync("census")).GetProperty(figure).GetInt64();
}
