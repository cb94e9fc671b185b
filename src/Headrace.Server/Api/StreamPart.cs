using Headrace.Server.Api.OpenApi;
using Headrace.Streaming.Streams;
using Microsoft.AspNetCore.Http;

namespace Headrace.Server.Api;

/// <summary>What is asked of a stream behind its name: <c>/api/v1/streams/NAME/WORD</c>.</summary>
/// <param name="Method">The method.</param>
/// <param name="Word">The word, or words with slashes; the last one ends no stream's name.</param>
/// <param name="Operation">What the API's description says of it.</param>
/// <param name="HandleAsync">Answers it, for a stream that exists.</param>
internal sealed record StreamPart(string Method, string Word, ApiOperation Operation, Func<HttpContext, LiveStream, Task> HandleAsync);
