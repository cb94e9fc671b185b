using System.Globalization;

namespace Headrace.Streaming.Slates;

/// <summary>The arguments by which ffmpeg makes a slate: a second of a grey picture with the words "no signal", or up to a minute of the user's file, without B-frames and with a key frame a second.</summary>
internal static class SlateArguments
{
    /// <summary>Longest part of a file that is taken.</summary>
    public const int MaxSeconds = 60;

    private static readonly string[] Stills = [".png", ".jpg", ".jpeg", ".bmp", ".webp"];

    /// <summary>The arguments, each as ffmpeg shall see it.</summary>
    /// <param name="profile">What is made.</param>
    /// <param name="target">The file that is written.</param>
    /// <param name="font">File of a font, or null.</param>
    public static IReadOnlyList<string> Create(SlateProfile profile, string target, string? font)
    {
        string second = string.Create(CultureInfo.InvariantCulture, $"{(profile.Rate.Numerator + profile.Rate.Denominator - 1) / profile.Rate.Denominator}");
        bool isStill = profile.File.Length > 0 && Stills.Contains(Path.GetExtension(profile.File), StringComparer.OrdinalIgnoreCase);
        return
        [
            "-hide_banner", "-nostdin", "-loglevel", "error", "-y",
            .. Input(profile, isStill),
            "-map", "0:v:0", "-an", "-vf", Filter(profile, font), "-pix_fmt", profile.PixelFormat,
            .. profile.File.Length == 0 || isStill ? ["-frames:v", second] : new[] { "-t", MaxSeconds.ToString(CultureInfo.InvariantCulture) },
            "-g", second, "-bf", "0", "-sc_threshold", "0", "-b:v", "600k", "-maxrate", "2M", "-bufsize", "2M",
            .. profile.Encoder.Split(' '),
            target,
        ];
    }

    private static IEnumerable<string> Input(SlateProfile profile, bool isStill)
    {
        if (profile.File.Length == 0) return ["-f", "lavfi", "-i", $"color=c=0x303030:size={profile.Width}x{profile.Height}:rate={profile.Rate}"];
        return isStill ? ["-loop", "1", "-framerate", profile.Rate.ToString(), "-i", profile.File] : ["-i", profile.File];
    }

    private static string Filter(SlateProfile profile, string? font)
    {
        if (profile.File.Length > 0)
            return $"scale={profile.Width}:{profile.Height}:force_original_aspect_ratio=decrease,pad={profile.Width}:{profile.Height}:-1:-1,setsar=1,fps={profile.Rate}";
        return font is null ? "null" : $"drawtext=fontfile={font}:text='no signal':x=(w-text_w)/2:y=(h-text_h)/2:fontsize=h/9:fontcolor=0xd0d0d0";
    }
}
