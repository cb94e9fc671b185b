namespace Headrace.Server.Pages;

/// <summary>Media types of the pages' files, by the endings of their names.</summary>
internal static class PageMediaType
{
    internal static string Of(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".json" => "application/json",
        ".png" => "image/png",
        ".ico" => "image/x-icon",
        ".woff2" => "font/woff2",
        _ => "application/octet-stream",
    };

    /// <summary>True for what compression makes smaller.</summary>
    internal static bool IsText(string name) => Path.GetExtension(name) is ".html" or ".js" or ".css" or ".svg" or ".json";
}
