using Headrace.Endpoints.Access;
using Headrace.Server.Hosting;
using Headrace.Streaming.Access;
using Headrace.Streaming.Paths;
using Headrace.Streaming.Streams;
using Microsoft.AspNetCore.Http;

namespace Headrace.Server.Api.Held;

/// <summary><c>/NAME/snapshot.jpg</c>: the newest key frame, for whoever may view the stream.</summary>
internal static class Snapshots
{
    private const string Ending = "/snapshot.jpg";

    /// <summary>Answers a request if it is one for a picture; false when it is not, and nothing was done.</summary>
    internal static async Task<bool> TryHandleAsync(HttpContext context, MediaPlane media)
    {
        string path = context.Request.Path.Value ?? "";
        if (!path.EndsWith(Ending, StringComparison.Ordinal) || !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))) return false;
        if (path.Length <= Ending.Length || !StreamName.TryParse(path.AsSpan(1, path.Length - 1 - Ending.Length), out StreamName? name, out _)) return false;
        if (!await HttpAccess.TryPassAsync(media.Access, AccessAction.Read, name.Value, context).ConfigureAwait(false)) return true;
        if (media.Streams.Find(name.Value) is LiveStream stream) await HeldAnswers.JpegAsync(context, await media.Pictures.GetAsync(stream, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
        else await ApiAnswers.ProblemAsync(context, Problems.StreamNotFound(name.Value)).ConfigureAwait(false);
        return true;
    }
}
