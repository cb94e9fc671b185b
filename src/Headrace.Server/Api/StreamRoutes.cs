using Headrace.Streaming.Paths;
using Headrace.Streaming.Streams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Headrace.Server.Api;

/// <summary><c>/api/v1/streams</c>.</summary>
internal sealed class StreamRoutes(StreamRegistry streams) : IApiRoutes
{
    private const string Root = "/api/v1/streams";

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Root, ListAsync);
        routes.MapGet(Root + "/{**id}", ShowAsync);
    }

    private Task ListAsync(HttpContext context) => Paging.TryRead(context.Request.Query, out Paging paging, out ApiProblem? problem)
        ? ApiAnswers.JsonAsync(context, paging.Of(streams.All, StreamResource.Of))
        : ApiAnswers.ProblemAsync(context, problem);

    private Task ShowAsync(HttpContext context)
    {
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        string asked = (string?)context.Request.RouteValues["id"] ?? "";
        return StreamAddress.TryRead(target, Root + "/", out StreamName? name) && streams.Find(name.Value) is { } stream
            ? ApiAnswers.JsonAsync(context, StreamResource.Of(stream))
            : ApiAnswers.ProblemAsync(context, Problems.StreamNotFound(asked));
    }
}
