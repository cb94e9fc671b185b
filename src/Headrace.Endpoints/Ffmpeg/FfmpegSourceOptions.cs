using System.Net;

namespace Headrace.Endpoints.Ffmpeg;

/// <summary>What an ffmpeg of ours makes a stream from, and where it goes.</summary>
public sealed record FfmpegSourceOptions
{
    /// <summary>Name of the stream.</summary>
    public required string Stream { get; init; }

    /// <summary>Which of the stream's inputs it is, by its label; it counts with <see cref="Token"/> only.</summary>
    public string Input { get; init; } = "";

    /// <summary>Where our RTSP server listens.</summary>
    public required IPEndPoint Rtsp { get; init; }

    /// <summary>The token by which we publish to ourselves; empty for none.</summary>
    public string Token { get; init; } = "";

    /// <summary>Arguments of inputs and encoders, each as ffmpeg shall see it; null for the test picture.</summary>
    public IReadOnlyList<string>? Arguments { get; init; }

    /// <summary>The program that is run.</summary>
    public string Program { get; init; } = "ffmpeg";
}
