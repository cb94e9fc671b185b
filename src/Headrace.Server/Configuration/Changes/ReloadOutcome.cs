namespace Headrace.Server.Configuration.Changes;

/// <summary>How it went when the configuration was read again or changed.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Reason">Why.</param>
/// <param name="Errors">What was wrong with it; then nothing has changed.</param>
/// <param name="Changes">What has changed, or would.</param>
internal sealed record ReloadOutcome(DateTime At, string Reason, IReadOnlyList<ConfigurationError> Errors, IReadOnlyList<KeyChange> Changes)
{
    /// <summary>True when what was read holds now.</summary>
    public bool IsApplied => Errors.Count == 0;
}
