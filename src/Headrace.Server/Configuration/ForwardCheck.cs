using Headrace.Endpoints.Forwarding;
using Headrace.Server.Configuration.Changes;
using Headrace.Server.Configuration.Options;
using Headrace.Streaming.Forwarding;

namespace Headrace.Server.Configuration;

/// <summary>What must hold between targets of a stream that are right one by one.</summary>
internal static class ForwardCheck
{
    /// <summary>Checks those that hold for every stream.</summary>
    internal static void RunDefaults(ForwardSettings forward, ConfigurationDiagnostics diagnostics)
    {
        const string Key = $"defaults.{ApiChanges.Forward}";
        Run(forward, Key, diagnostics);
        if (forward.Targets.FirstOrDefault(target => !target.NamesStream) is { } shared)
            diagnostics.Fail(ConsistencyCheck.MarkOf(diagnostics, Key), Key, $"every stream would be sent to {shared}; write {ForwardUrl.NamePlace} where the stream's name belongs, or name the target in the stream");
    }

    /// <summary>Checks those of one stream.</summary>
    internal static void Run(ForwardSettings forward, string key, ConfigurationDiagnostics diagnostics)
    {
        string? fault = forward.Targets.Count > StreamForwards.MaxTargets ? $"has {forward.Targets.Count} targets; at most {StreamForwards.MaxTargets} are possible"
            : forward.Targets.DistinctBy(target => target.ToString()).Count() < forward.Targets.Count ? "has two targets that differ in no more than credentials or parameters"
            : null;
        if (fault is not null) diagnostics.Fail(ConsistencyCheck.MarkOf(diagnostics, key), key, fault);
    }
}
