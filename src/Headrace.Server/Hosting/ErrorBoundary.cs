using Headrace.Server.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Headrace.Server.Hosting;

/// <summary>Where faults of handlers end: logged once, answered as a problem. Answers without a body get one that says why.</summary>
internal sealed class ErrorBoundary(ILogger logger)
{
    /// <summary>Runs the rest of a request.</summary>
    internal async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);
            if (IsUnexplained(context.Response)) await ApiAnswers.ProblemAsync(context, Problems.OfStatus(context.Response.StatusCode, context.Request)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client left: nobody waits for an answer.
        }
        catch (BadHttpRequestException e)
        {
            if (!context.Response.HasStarted) await ApiAnswers.ProblemAsync(context, Problems.InvalidRequest(e.Message) with { Status = e.StatusCode }).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The one place where a defect of a handler ends: others must not be harmed by it.
            ServerLog.RequestFailed(logger, context.Request.Method, context.Request.Path.Value ?? "", e);
            if (context.Response.HasStarted) context.Abort();
            else await ApiAnswers.ProblemAsync(Cleared(context), Problems.InternalError).ConfigureAwait(false);
        }
    }

    private static bool IsUnexplained(HttpResponse response) =>
        !response.HasStarted && response.StatusCode >= StatusCodes.Status400BadRequest && response.ContentLength is null && response.ContentType is null;

    private static HttpContext Cleared(HttpContext context)
    {
        context.Response.Clear();
        return context;
    }
}
