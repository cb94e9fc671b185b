using Microsoft.AspNetCore.Http;

namespace Headrace.Server.Api.Seed;

/// <summary>A problem as the addresses without <c>/api/v1</c> tell it.</summary>
/// <param name="Error">Name of its kind.</param>
/// <param name="Message">What happened.</param>
internal sealed record SeedError(string Error, string Message)
{
    /// <summary>The first segment of those addresses.</summary>
    internal static readonly PathString Root = "/streams";

    internal static SeedError Of(ApiProblem problem) => new(problem.Type[(problem.Type.LastIndexOf('/') + 1)..], problem.Detail);
}
