namespace Headrace.TestKit.Clips;

/// <summary>
/// A clip that <see cref="TestMedia"/> makes: moving bars with the frame number burned in (<see cref="Barcode"/>) and a tone. Two equal descriptions are one file.
/// </summary>
public sealed record TestClip
{
    /// <summary>How the picture is coded.</summary>
    public VideoCodec Video { get; init; } = VideoCodec.H264;

    /// <summary>How the tone is coded.</summary>
    public AudioCodec Audio { get; init; } = AudioCodec.Aac;

    /// <summary>Width in pixels; at least 64.</summary>
    public int Width { get; init; } = 640;

    /// <summary>Height in pixels; at least 64.</summary>
    public int Height { get; init; } = 360;

    /// <summary>Frames a second as a whole number or a fraction, such as <c>30000/1001</c>.</summary>
    public string FrameRate { get; init; } = "30";

    /// <summary>True leaves out two frames of every seven: the frame rate varies, the burned-in numbers do not skip.</summary>
    public bool IsVariableRate { get; init; }

    /// <summary>Length in seconds.</summary>
    public int Seconds { get; init; } = 30;

    /// <summary>Frames from one random access point to the next.</summary>
    public int KeyFrameInterval { get; init; } = 30;

    /// <summary>Most B-frames between two references; above 1 they form a pyramid.</summary>
    public int BFrames { get; init; }

    /// <summary>True lets pictures that lead a random access point refer to the group before it; needs B-frames.</summary>
    public bool HasOpenGops { get; init; }

    private string Extension => Video == VideoCodec.Vp8 ? "webm" : Audio is AudioCodec.Pcmu or AudioCodec.Pcma ? "mov" : "mp4";

    /// <summary>Name of the file that this clip is kept in.</summary>
    public string FileName
    {
        get
        {
            string video = Video == VideoCodec.None
                ? "audio"
                : $"{Video}-{Width}x{Height}-{FrameRate.Replace('/', '_')}fps{(IsVariableRate ? "-vfr" : "")}-g{KeyFrameInterval}-b{BFrames}{(HasOpenGops ? "-open" : "")}";
            return $"{video}-{Audio}-{Seconds}s.{Extension}".ToLowerInvariant();
        }
    }
}
