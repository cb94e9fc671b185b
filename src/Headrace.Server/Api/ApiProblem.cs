using System.Text.Json.Serialization;

namespace Headrace.Server.Api;

/// <summary>Problem details (RFC 9457, 3.1).</summary>
/// <param name="Type">Address of the kind of problem: <c>/problems/NAME</c>.</param>
/// <param name="Title">The kind in words, always the same.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What happened here, and what to do.</param>
internal sealed record ApiProblem(string Type, string Title, int Status, string Detail)
{
    /// <summary>What is wrong with a configuration, key by key; null for other problems.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ConfigurationErrorResource>? Errors { get; init; }
}
