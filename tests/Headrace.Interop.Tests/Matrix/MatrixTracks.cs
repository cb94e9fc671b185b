using System.Text.Json;
using Headrace.Interop.Tests.Server;

namespace Headrace.Interop.Tests.Matrix;

/// <summary>The tracks of a row, and which outputs leave them out, as the API says it.</summary>
internal sealed class MatrixTracks(IReadOnlyList<JsonElement> tracks)
{
    /// <summary>How many there are.</summary>
    public int Count => tracks.Count;

    internal static async Task<MatrixTracks> OfAsync(HeadraceProcess server, string stream) =>
        new([.. (await server.GetAsync($"streams/{Uri.EscapeDataString(stream)}")).GetProperty("tracks").EnumerateArray()]);

    /// <summary>Why a way leaves out the track of a kind; null where it does not, or there is none.</summary>
    public string? WhyLeftOut(string kind, MatrixWay way) => tracks.Where(track => track.GetProperty("kind").GetString() == kind).Select(track => GapOf(track, way)).FirstOrDefault();

    /// <summary>Whether there is a track of a kind that a way carries.</summary>
    public bool Carries(string kind, MatrixWay way) => tracks.Any(track => track.GetProperty("kind").GetString() == kind && GapOf(track, way) is null);

    private static string? GapOf(JsonElement track, MatrixWay way) => track.GetProperty("notCarried").EnumerateArray()
        .Where(gap => way.Forms.Contains(gap.GetProperty("output").GetString())).Select(static gap => gap.GetProperty("reason").GetString()).FirstOrDefault();
}
