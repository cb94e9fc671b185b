namespace Headrace.Server.Logging;

/// <summary>The short word that a log line has for its category: the protocol or the part of the server that speaks.</summary>
internal static class LogArea
{
    /// <summary>The area of a category, lower case: <c>Headrace.Endpoints.Rtsp.RtspSession</c> is <c>rtsp</c>.</summary>
    internal static string Of(string category)
    {
        string[] parts = category.Split('.');
        if (parts[0] != "Headrace") return category.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) ? "http" : "runtime";
        string area = parts.Length > 1 ? parts[1] : "server";
        if (area is "Endpoints" or "Protocols" && parts.Length > 2) area = parts[2];
        return area switch
        {
            "Server" => parts.Length > 2 && parts[2] == "Api" ? "api" : "server",
            "Streaming" or "Streams" => "stream",
            "Transport" => "net",
            _ => area.ToLowerInvariant(),
        };
    }

    /// <summary>The categories that a user means who names <paramref name="category"/>: <c>Headrace.Rtsp</c> is the protocol's endpoint and the protocol itself.</summary>
    internal static IEnumerable<string> CategoriesOf(string category)
    {
        const string Root = "Headrace.";
        yield return category;
        if (!category.StartsWith(Root, StringComparison.Ordinal)) yield break;
        yield return $"{Root}Endpoints.{category[Root.Length..]}";
        yield return $"{Root}Protocols.{category[Root.Length..]}";
    }
}
