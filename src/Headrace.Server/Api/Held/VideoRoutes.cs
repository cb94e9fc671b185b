using Headrace.Server.Api.OpenApi;
using Headrace.Streaming.Paths;
using Headrace.Streaming.Streams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Headrace.Server.Api.Held;

/// <summary><c>/api/v1/video</c>: preview and buffer of a stream with its name behind them.</summary>
internal sealed class VideoRoutes(StreamRegistry streams, HeldParts held) : IApiRoutes
{
    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, PreviewAddress.VideoRoot, held.Preview);
        Map(routes, "/api/v1/video/buffer/", HeldParts.Buffer);
    }

    private void Map(IEndpointRouteBuilder routes, string root, StreamPart part) => routes.MapGet(root + "{**id}", context =>
        StreamAddress.TryRead(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, root, out StreamName? name) && streams.Find(name.Value) is { } stream
            ? part.HandleAsync(context, stream)
            : ApiAnswers.ProblemAsync(context, Problems.StreamNotFound((string?)context.Request.RouteValues["id"] ?? ""))).WithMetadata(part.Operation with { Path = root + "{id}" });
}
