using Headrace.Endpoints.Rtsp.Pull;
using Headrace.Manifests.Hls;
using Headrace.Server.Configuration.Values;
using Headrace.Transport.Client;

namespace Headrace.Server.Configuration.Options;

/// <summary>How a source of a stream's own is run.</summary>
internal sealed record PullSettings
{
    /// <summary>How media of an RTSP source comes.</summary>
    public RtspSourceTransport RtspTransport { get; init; }

    /// <summary>Which server's certificate is believed.</summary>
    public ServerTrust Trust { get; init; } = ServerTrust.Authorities;

    /// <summary>True for a source that runs only while somebody reads.</summary>
    public bool IsOnDemand { get; init; }

    /// <summary>How long a source on demand runs on without readers.</summary>
    public TimeSpan CloseAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Arguments of ffmpeg, for <see cref="StreamSourceKind.Ffmpeg"/>.</summary>
    public ValueList<string> FfmpegArguments { get; init; }

    /// <summary>What a UDP source sends, where that is not found out.</summary>
    public SdpText Sdp { get; init; } = SdpText.None;

    /// <summary>Longest wait between two tries, in seconds.</summary>
    public int RestartIntervalSeconds { get; init; } = 30;

    /// <summary>True where a source that runs can go on: no more differs than when it is wanted.</summary>
    internal bool CanBecome(PullSettings next) => this with { IsOnDemand = next.IsOnDemand, CloseAfter = next.CloseAfter } == next;
}
