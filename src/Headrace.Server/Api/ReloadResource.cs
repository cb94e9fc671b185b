using Headrace.Server.Configuration.Changes;

namespace Headrace.Server.Api;

/// <summary>How it went when the configuration was read again or changed.</summary>
/// <param name="Time">When.</param>
/// <param name="Reason">Why.</param>
/// <param name="IsApplied">False: it has errors, and what held before goes on to hold.</param>
/// <param name="Errors">The errors.</param>
/// <param name="Changes">The keys that have another value than before.</param>
internal sealed record ReloadResource(DateTime Time, string Reason, bool IsApplied, IReadOnlyList<ConfigurationErrorResource> Errors, IReadOnlyList<KeyChange> Changes)
{
    internal static ReloadResource Of(ReloadOutcome outcome) =>
        new(outcome.At, outcome.Reason, outcome.IsApplied, [.. outcome.Errors.Select(ConfigurationErrorResource.Of)], outcome.Changes);
}
