using Headrace.Server.Api.OpenApi;
using Headrace.Server.Configuration.Changes;
using Headrace.Streaming.Streams;
using Microsoft.AspNetCore.Http;

namespace Headrace.Server.Api.Continuity;

/// <summary>
/// <c>/api/v1/streams/NAME/pause</c> and <c>/resume</c>: no media is taken in, and everybody stays; asking twice is asking once. <c>/recovery</c>: how what broke off comes back.
/// </summary>
internal sealed class ContinuityParts(LiveConfiguration configuration)
{
    /// <summary>What is asked of a stream.</summary>
    internal IReadOnlyList<StreamPart> All =>
    [
        new(HttpMethods.Get, "recovery", new ApiOperation("Shows how a stream recovers from what happens to its inputs.")
        {
            Answer = typeof(RecoveryResource), Problems = [ProblemKinds.StreamNotFound],
        }, (context, stream) => ApiAnswers.JsonAsync(context, RecoveryResource.Of(stream))),
        new(HttpMethods.Post, "pause", new ApiOperation("Takes no media of a stream in; who publishes and who views stays.")
        {
            Answer = typeof(StreamResource), Problems = [ProblemKinds.StreamNotFound],
        }, (context, stream) => Answer(context, stream, stream.Pause)),
        new(HttpMethods.Post, "resume", new ApiOperation("Goes on with the next random access point.")
        {
            Answer = typeof(StreamResource), Problems = [ProblemKinds.StreamNotFound],
        }, (context, stream) => Answer(context, stream, stream.Resume)),
    ];

    private Task Answer(HttpContext context, LiveStream stream, Action act)
    {
        act();
        return ApiAnswers.JsonAsync(context, StreamResource.Of(stream, configuration.Current));
    }
}
