using Headrace.Server.Api.OpenApi;
using Headrace.Server.Configuration.Changes;
using Headrace.Server.Configuration.Sources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Headrace.Server.Api;

/// <summary><c>/api/v1/config</c>: what holds, and changes of it. <c>?dryRun=true</c> only tells what a change would change.</summary>
internal sealed class ConfigurationRoutes(LiveConfiguration configuration) : IApiRoutes
{
    private const string Root = "/api/v1/config";

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Root, context => ApiAnswers.JsonAsync(context, ConfigurationResource.Of(configuration))).WithMetadata(
            new ApiOperation("Shows the configuration that holds.") { Answer = typeof(ConfigurationResource) });
        routes.MapPatch(Root, ChangeAsync).WithMetadata(new ApiOperation("Changes keys of the configuration, and answers with the difference; null takes back what the API had set.")
        {
            Body = ApiBodyKind.Configuration, Answer = typeof(ReloadResource), Query = [("dryRun", "boolean", "True: only tells the difference.")],
            Problems = [ProblemKinds.InvalidRequest, ProblemKinds.InvalidConfiguration, ProblemKinds.KeyIsFixed, ProblemKinds.UnsupportedMediaType, ProblemKinds.NotKept],
        });
    }

    private async Task ChangeAsync(HttpContext context)
    {
        (MappingNode? body, ApiProblem? problem) = await ApiBody.ReadAsync(context).ConfigureAwait(false);
        if (body?["streams"] is not null) problem = Problems.InvalidRequest("Streams are made, changed and deleted below /api/v1/streams.");
        problem ??= ApiBody.FixedKey(configuration.Current, body!);
        if (problem is null) problem = await ApplyAsync(context, body!).ConfigureAwait(false);
        if (problem is not null) await ApiAnswers.ProblemAsync(context, problem).ConfigureAwait(false);
    }

    private async Task<ApiProblem?> ApplyAsync(HttpContext context, MappingNode body)
    {
        try
        {
            bool isDryRun = context.Request.Query["dryRun"] == "true";
            ReloadOutcome outcome = (await configuration.ChangeAsync(changes => changes.With(body), "the API", isDryRun).ConfigureAwait(false))!;
            if (ApiBody.Of(outcome) is { } problem) return problem;
            await ApiAnswers.JsonAsync(context, ReloadResource.Of(outcome) with { IsApplied = !isDryRun }).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Problems.NotKept(e);
        }
    }
}
