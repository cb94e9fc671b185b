namespace Headrace.Endpoints.Tests.Rtsp;

/// <summary>What a test's publisher announces and sends.</summary>
internal sealed record PublishPlan
{
    public bool HasVideo { get; init; } = true;

    public bool HasAudio { get; init; } = true;

    public int FramesPerSecond { get; init; } = 25;

    /// <summary>Frames from key frame to key frame.</summary>
    public int Gop { get; init; } = 25;

    public int KeyFrameBytes { get; init; } = 20_000;

    public int FrameBytes { get; init; } = 2_500;

    public int Seed { get; init; } = 7;

    /// <summary>Timestamps at the beginning.</summary>
    public uint VideoStart { get; init; } = 4_294_900_000;

    public uint AudioStart { get; init; } = 500;

    /// <summary>The SDP in place of the one that fits the media.</summary>
    public string? Sdp { get; init; }

    /// <summary>First channel; a track has two.</summary>
    public byte FirstChannel { get; init; }
}
