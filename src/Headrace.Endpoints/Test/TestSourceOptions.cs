using System.Net;

namespace Headrace.Endpoints.Test;

/// <summary>What a test source makes, and where it goes.</summary>
public sealed record TestSourceOptions
{
    /// <summary>Name of the stream.</summary>
    public required string Stream { get; init; }

    /// <summary>Where our RTSP server listens.</summary>
    public required IPEndPoint Rtsp { get; init; }

    /// <summary>The token by which we publish to ourselves; empty for none.</summary>
    public string Token { get; init; } = "";

    /// <summary>The program that makes the picture.</summary>
    public string Program { get; init; } = "ffmpeg";
}
