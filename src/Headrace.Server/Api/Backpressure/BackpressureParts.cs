using Headrace.Server.Api.OpenApi;
using Headrace.Server.Configuration.Sources;
using Headrace.Streaming.Streams;
using Microsoft.AspNetCore.Http;

namespace Headrace.Server.Api.Backpressure;

/// <summary><c>/api/v1/streams/NAME/backpressure</c>: how short a stream's memory is, and what an operator does about it.</summary>
internal sealed class BackpressureParts(StreamRegistry streams)
{
    /// <summary>What is asked of a stream.</summary>
    internal IReadOnlyList<StreamPart> All =>
    [
        new(HttpMethods.Get, "backpressure", new ApiOperation("Shows how short a stream's memory is, who holds it, and what is done about it.")
        {
            Answer = typeof(BackpressureResource), Problems = [ProblemKinds.StreamNotFound],
        }, ShowAsync),
        new(HttpMethods.Post, "backpressure/control", new ApiOperation("Sets a level of pressure (set_pressure), takes it back (reset), or drops the group of pictures that comes in (drop_gop).")
        {
            Request = typeof(BackpressureControl), Answer = typeof(BackpressureResource),
            Problems = [ProblemKinds.InvalidRequest, ProblemKinds.StreamNotFound, ProblemKinds.UnsupportedMediaType],
        }, ControlAsync),
    ];

    private Task ShowAsync(HttpContext context, LiveStream stream) => ApiAnswers.JsonAsync(context, BackpressureResource.Of(stream, streams.Budget));

    private async Task ControlAsync(HttpContext context, LiveStream stream)
    {
        (MappingNode? body, ApiProblem? problem) = await ApiBody.ReadAsync(context).ConfigureAwait(false);
        BackpressureControl? control = null;
        if (body is null || !BackpressureControl.TryRead(body, out control, out problem))
        {
            await ApiAnswers.ProblemAsync(context, problem!).ConfigureAwait(false);
            return;
        }

        control.Apply(stream);
        await ShowAsync(context, stream).ConfigureAwait(false);
    }
}
