namespace Headrace.Streaming.Supervision;

/// <summary>A font for what ffmpeg writes into pictures.</summary>
public static class FontFile
{
    private static readonly string[] Usual =
    [
        "/usr/share/fonts/truetype/dejavu/DejaVuSansMono-Bold.ttf",
        "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
        "/usr/share/fonts/dejavu/DejaVuSansMono-Bold.ttf",
        "/usr/share/fonts/TTF/DejaVuSansMono-Bold.ttf",
    ];

    /// <summary>Its file, or null where none is installed: pictures then go without words.</summary>
    public static string? Find() => Array.Find(Usual, File.Exists);
}
