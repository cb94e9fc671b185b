using Headrace.Server.Api.OpenApi;
using Headrace.Streaming.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Headrace.Server.Api;

/// <summary><c>/api/v1/sessions</c>.</summary>
internal sealed class SessionRoutes(SessionRegistry sessions) : IApiRoutes
{
    private const string Root = "/api/v1/sessions";

    private static readonly IReadOnlyList<(string Name, string Type, string Summary)> Query = [.. ApiOperation.PageQuery, ("stream", "string", "Only sessions of this stream.")];

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Root, ListAsync).WithMetadata(
            new ApiOperation("Lists publishers and viewers.") { Answer = typeof(ItemPage<SessionResource>), Query = Query, Problems = [ProblemKinds.InvalidRequest] });
        routes.MapGet(Root + "/{id}", ShowAsync).WithMetadata(new ApiOperation("Shows a session.") { Answer = typeof(SessionResource), Problems = [ProblemKinds.SessionNotFound] });
        routes.MapDelete(Root + "/{id}", KickAsync).WithMetadata(
            new ApiOperation("Ends a session.") { Status = StatusCodes.Status204NoContent, Problems = [ProblemKinds.SessionNotFound] });
    }

    private Task ListAsync(HttpContext context)
    {
        if (!Paging.TryRead(context.Request.Query, out Paging paging, out ApiProblem? problem)) return ApiAnswers.ProblemAsync(context, problem);
        string stream = context.Request.Query["stream"].ToString();
        return ApiAnswers.JsonAsync(context, paging.Of(stream.Length == 0 ? sessions.All : [.. sessions.All.Where(session => session.StreamName == stream)], SessionResource.Of));
    }

    private Task ShowAsync(HttpContext context) =>
        Find(context) is { } session ? ApiAnswers.JsonAsync(context, SessionResource.Of(session)) : NotFoundAsync(context);

    private Task KickAsync(HttpContext context)
    {
        if (Find(context) is not { } session) return NotFoundAsync(context);
        session.End(SessionEndReason.Kicked);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private Session? Find(HttpContext context) => Guid.TryParse(IdOf(context), out Guid id) ? sessions.Find(id) : null;

    private static Task NotFoundAsync(HttpContext context) => ApiAnswers.ProblemAsync(context, Problems.SessionNotFound(IdOf(context)));

    private static string IdOf(HttpContext context) => (string?)context.Request.RouteValues["id"] ?? "";
}
