using System.Globalization;

namespace Headrace.Manifests.Hls.Client;

/// <summary>Numbers in clauses, the same in every place of the world.</summary>
internal static class ClientClauses
{
    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");

    public static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>What a playlist wrote, as short as a line of a log wants it.</summary>
    public static string Short(string text) => text.Length <= 120 ? text : text[..120] + "…";
}
