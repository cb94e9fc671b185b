using System.Collections.Immutable;
using Headrace.Streaming.Access;
using Headrace.Streaming.Paths;

namespace Headrace.Server.Configuration.Options;

/// <summary>Everything that can be configured: an immutable snapshot, replaced whole.</summary>
internal sealed record HeadraceOptions
{
    /// <summary>Directory of what the server keeps over restarts.</summary>
    public string State { get; init; } = "./headrace-state";

    /// <summary>Section <c>log</c>.</summary>
    public LogOptions Log { get; init; } = new();

    /// <summary>Section <c>telemetry</c>.</summary>
    public TelemetryOptions Telemetry { get; init; } = new();

    /// <summary>Section <c>http</c>.</summary>
    public HttpOptions Http { get; init; } = new();

    /// <summary>Section <c>rtsp</c>.</summary>
    public RtspOptions Rtsp { get; init; } = new();

    /// <summary>Section <c>rtmp</c>.</summary>
    public RtmpOptions Rtmp { get; init; } = new();

    /// <summary>Section <c>rtp</c>.</summary>
    public RtpOptions Rtp { get; init; } = new();

    /// <summary>Section <c>srt</c>.</summary>
    public SrtOptions Srt { get; init; } = new();

    /// <summary>Section <c>limits</c>.</summary>
    public LimitOptions Limits { get; init; } = new();

    /// <summary>Section <c>auth</c>.</summary>
    public AuthOptions Auth { get; init; } = new();

    /// <summary>Section <c>sources</c>.</summary>
    public SourceRules Sources { get; init; } = SourceRules.Default;

    /// <summary>Sections <c>defaults</c>, <c>hls</c> and <c>buffers</c>: what holds for streams that are not named.</summary>
    public StreamSettings Defaults { get; init; } = new();

    /// <summary>Section <c>streams</c>: each entry complete, whatever it was inherited from.</summary>
    public ImmutableDictionary<StreamName, StreamSettings> Streams { get; init; } = ImmutableDictionary<StreamName, StreamSettings>.Empty;

    /// <summary>The entries of section <c>streams</c> that are for every stream whose name fits an expression.</summary>
    public StreamTemplates Templates { get; init; } = StreamTemplates.None;

    /// <summary>What holds for the stream of this name.</summary>
    public StreamSettings StreamOf(StreamName name) => Streams.GetValueOrDefault(name) ?? Templates.SettingsOf(name) ?? Defaults;

    /// <summary>The same of a name that nobody has looked at yet.</summary>
    public StreamSettings StreamOf(string name) => StreamName.TryParse(name, out StreamName? parsed, out _) ? StreamOf(parsed) : Defaults;
}
