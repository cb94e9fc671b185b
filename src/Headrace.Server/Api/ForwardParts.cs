using System.Globalization;
using System.Text;
using Headrace.Server.Api.OpenApi;
using Headrace.Streaming.Forwarding;
using Headrace.Streaming.Streams;
using Microsoft.AspNetCore.Http;

namespace Headrace.Server.Api;

/// <summary><c>/api/v1/streams/NAME/sdp</c>: what receivers have to be told of a target whose protocol does not tell them.</summary>
internal static class ForwardParts
{
    private const string MediaType = "application/sdp";
    private const string TargetParameter = "target";

    /// <summary>What is asked of a stream.</summary>
    internal static StreamPart Sdp { get; } = new(
        HttpMethods.Get,
        "sdp",
        new ApiOperation("Session description of a target over RTP, for its receivers.")
        {
            MediaType = MediaType, Query = [(TargetParameter, "integer", "Place of the target among the stream's forwards, from 0; without it, the first one that has a description.")],
            Problems = [ProblemKinds.InvalidRequest, ProblemKinds.StreamNotFound, ProblemKinds.NotFound],
        },
        ShowAsync);

    private static async Task ShowAsync(HttpContext context, LiveStream stream)
    {
        string wanted = context.Request.Query[TargetParameter].ToString();
        int place = -1;
        if (wanted.Length > 0 && !int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out place))
        {
            await ApiAnswers.ProblemAsync(context, Problems.InvalidRequest("target must be a number.")).ConfigureAwait(false);
            return;
        }

        IReadOnlyList<ForwardSnapshot> forwards = stream.Forwards.Snapshot();
        string? description = place < 0 ? forwards.FirstOrDefault(forward => forward.SessionDescription is not null)?.SessionDescription : forwards.ElementAtOrDefault(place)?.SessionDescription;
        if (description is null)
        {
            await ApiAnswers.ProblemAsync(context, ProblemKinds.NotFound.With("No target of the stream has a description now: targets of rtp:// have one while the stream has media.")).ConfigureAwait(false);
            return;
        }

        byte[] body = Encoding.UTF8.GetBytes(description);
        context.Response.ContentType = MediaType;
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }
}
