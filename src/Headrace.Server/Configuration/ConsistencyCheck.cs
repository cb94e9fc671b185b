using Headrace.Server.Configuration.Changes;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Sources;
using Headrace.Server.Configuration.Values;
using Headrace.Streaming.Paths;
using Headrace.Streaming.Streams;

namespace Headrace.Server.Configuration;

/// <summary>What must hold between values that are right one by one.</summary>
internal static class ConsistencyCheck
{
    /// <summary>Checks the whole configuration.</summary>
    internal static void Run(HeadraceOptions options, ConfigurationDiagnostics diagnostics)
    {
        CheckListeners(options, diagnostics);
        CheckTls(options.Http.Tls, diagnostics);
        CheckRtp(options.Rtp, diagnostics);
        if (options.Defaults.Source.Kind is StreamSourceKind.Rtsp or StreamSourceKind.Udp or StreamSourceKind.Srt or StreamSourceKind.Rtmp or StreamSourceKind.Hls or StreamSourceKind.Http or StreamSourceKind.File)
            diagnostics.Fail(MarkOf(diagnostics, "defaults.source"), "defaults.source", "one URL cannot be the source of every stream; name it in the stream");
        CheckFfmpeg(options.Defaults, "defaults", diagnostics);
        ForwardCheck.RunDefaults(options.Defaults.Forward, diagnostics);
        HlsOptions common = options.Defaults.Options.Hls;
        CheckHls(common, "hls", "hls", diagnostics);
        CheckBackpressure(options.Defaults.Options, "buffers", diagnostics);
        foreach ((StreamName name, StreamSettings stream) in options.Streams) CheckStream(stream, $"streams.{name}", options.Defaults, diagnostics);
        foreach (StreamTemplate template in options.Templates.All)
        {
            string key = $"streams.{template.Key}";
            CheckStream(template.Sample, key, options.Defaults, diagnostics);
            if (template.Sample is { HasOwnSource: true, Pull.IsOnDemand: false })
                diagnostics.Fail(MarkOf(diagnostics, $"{key}.source", $"{key}.inputs", "streams"), key, "its sources need sourceOnDemand: true, because each stream of it comes with its first reader");
        }
    }

    private static void CheckStream(StreamSettings stream, string key, StreamSettings defaults, ConfigurationDiagnostics diagnostics)
    {
        CheckInputs(stream, key, diagnostics);
        if (stream.Forward.Targets != defaults.Forward.Targets) ForwardCheck.Run(stream.Forward, $"{key}.{ApiChanges.Forward}", diagnostics);

        // What a stream inherits has been told where it is written.
        if (!stream.Inputs.IsEmpty || stream.Source != defaults.Source || stream.Pull.FfmpegArguments != defaults.Pull.FfmpegArguments) CheckFfmpeg(stream, key, diagnostics);
        if (stream.Options.Hls != defaults.Options.Hls) CheckHls(stream.Options.Hls, $"{key}.hls", "hls", diagnostics);
        if (stream.Options.Backpressure != defaults.Options.Backpressure) CheckBackpressure(stream.Options, $"{key}.buffers", diagnostics);
    }

    private static void CheckFfmpeg(StreamSettings stream, string section, ConfigurationDiagnostics diagnostics)
    {
        (string source, string arguments) = ($"{section}.{(stream.Inputs.IsEmpty ? "source" : "inputs")}", $"{section}.ffmpegArguments");
        bool isFfmpeg = stream.AllInputs.Any(input => input.Source.Kind == StreamSourceKind.Ffmpeg);
        if (isFfmpeg && stream.Pull.FfmpegArguments.Count == 0)
            diagnostics.Fail(MarkOf(diagnostics, source), source, "ffmpeg: needs ffmpegArguments, a list such as [-re, -i, film.mp4, -c, copy]");
        else if (!isFfmpeg && stream.Pull.FfmpegArguments.Count > 0 && diagnostics.TryGetMark(arguments, out SourceMark mark))
            diagnostics.Fail(mark, arguments, $"these are for the source ffmpeg:, not for {stream.Source}");
    }

    private static void CheckListeners(HeadraceOptions options, ConfigurationDiagnostics diagnostics)
    {
        List<(ListenAddress Address, string Key)> listeners = [.. options.Http.Listen.Select(address => (address, "http.listen"))];
        if (options.Rtsp.Listen is { } rtsp) listeners.Add((rtsp, "rtsp.listen"));
        if (options.Rtmp.Listen is { } rtmp) listeners.Add((rtmp, "rtmp.listen"));
        if (options.Http.Tls.IsOn)
        {
            listeners.AddRange(options.Http.Tls.Listen.Select(address => (address, "http.tls.listen")));
            if (options.Rtsp.TlsListen is { } rtsps) listeners.Add((rtsps, "rtsp.tlsListen"));
            if (options.Rtmp.TlsListen is { } rtmps) listeners.Add((rtmps, "rtmp.tlsListen"));
        }

        for (int i = 0; i < listeners.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (!Collide(listeners[i].Address, listeners[j].Address)) continue;
                string other = listeners[i].Key == listeners[j].Key ? "here already" : $"used by {listeners[j].Key}";
                diagnostics.Fail(MarkOf(diagnostics, listeners[i].Key, listeners[j].Key), listeners[i].Key, $"{listeners[i].Address} is {other}");
            }
        }
    }

    private static void CheckRtp(RtpOptions rtp, ConfigurationDiagnostics diagnostics)
    {
        if (rtp.Listen is { Port: > 0 } listen && listen.Port == rtp.RtcpPort)
            diagnostics.Fail(MarkOf(diagnostics, "rtp.rtcpPort", "rtp.listen"), "rtp.rtcpPort", $"{rtp.RtcpPort} is the port of rtp.listen; RTCP has one of its own");
    }

    private static void CheckTls(HttpTlsOptions tls, ConfigurationDiagnostics diagnostics)
    {
        if (tls is { IsOn: false, Key.Length: > 0 }) diagnostics.Fail(MarkOf(diagnostics, "http.tls.key"), "http.tls.key", "there is a key, but no http.tls.certificate");
    }

    private static bool Collide(ListenAddress a, ListenAddress b) =>
        a.Port != 0 && a.Port == b.Port && (a.Address is null || b.Address is null || a.Address.Equals(b.Address));

    private static void CheckHls(HlsOptions hls, string section, string inherited, ConfigurationDiagnostics diagnostics)
    {
        if (!hls.IsLowLatency || hls.PartDuration <= hls.SegmentDuration) return;
        SourceMark mark = MarkOf(diagnostics, $"{section}.partDuration", $"{section}.segmentDuration", $"{inherited}.partDuration", $"{inherited}.segmentDuration");
        diagnostics.Fail(
            mark, $"{section}.partDuration", $"{Durations.Format(hls.PartDuration)} is longer than {section}.segmentDuration, {Durations.Format(hls.SegmentDuration)}");
    }

    private static void CheckBackpressure(StreamOptions options, string section, ConfigurationDiagnostics diagnostics)
    {
        if (options.Backpressure.AreIncreasing()) return;
        string key = $"{section}.backpressure";
        diagnostics.Fail(MarkOf(diagnostics, $"{key}.low", $"{key}.medium", $"{key}.high", $"{key}.critical"), key, "each level begins above the one before: low, medium, high, critical");
    }

    private static void CheckInputs(StreamSettings stream, string path, ConfigurationDiagnostics diagnostics)
    {
        if (stream.Inputs.IsEmpty) return;
        string key = $"{path}.inputs";
        string[] labels = [.. stream.AllInputs.Select(input => input.Label)];
        string? fault = stream.Inputs.Length > InputSettings.MaxInputs ? $"has {stream.Inputs.Length} inputs; at most {InputSettings.MaxInputs} are possible"
            : labels.Distinct(StringComparer.Ordinal).Count() < labels.Length ? "has two inputs with one label"
            : stream.Inputs.Count(input => input.Source.Kind == StreamSourceKind.Publisher) > 1 ? "has more than one input whose url is publisher (or is missing)"
            : stream.Source.Kind != StreamSourceKind.Publisher ? "stands beside source, which is the short form of one input; leave one of them out"
            : null;
        if (fault is not null) diagnostics.Fail(MarkOf(diagnostics, key), key, fault);
    }

    internal static SourceMark MarkOf(ConfigurationDiagnostics diagnostics, params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            if (diagnostics.TryGetMark(key, out SourceMark mark)) return mark;
        }

        return new SourceMark("defaults");
    }
}
