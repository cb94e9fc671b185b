namespace Headrace.Manifests.Hls.Checking;

/// <summary>Something that is checked.</summary>
/// <param name="Id">Its stable name, in kebab-case.</param>
/// <param name="Severity">What a finding of it is.</param>
/// <param name="Clause">Where it is written.</param>
public sealed record Rule(string Id, Severity Severity, string Clause)
{
    /// <inheritdoc/>
    public override string ToString() => Id;
}
