using Headrace.Media.Tracks;
using Headrace.Server.Api.OpenApi;
using Headrace.Streaming.Held;
using Headrace.Streaming.Streams;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Headrace.Server.Api.Held;

/// <summary>Looks into what is held of a stream: preview, buffer, byte stream, key frame, parameters.</summary>
internal sealed class HeldParts(KeyFramePictures pictures, TimeProvider clock)
{
    /// <summary>Most answers that hold media of streams at the same time.</summary>
    internal const int MaxExports = 8;

    /// <summary>How long a client may take to fetch one.</summary>
    internal static readonly TimeSpan ExportPatience = TimeSpan.FromSeconds(30);

    private int _exports;

    /// <summary>What is asked of a stream.</summary>
    internal IReadOnlyList<StreamPart> All =>
    [
        Preview, Buffer,
        new(HttpMethods.Get, "data", new ApiOperation("The end of a track as a byte stream: Annex B or ADTS.")
        {
            MediaType = "application/octet-stream", Query = [HeldQuery.DurationParameter, HeldQuery.TrackParameter], Problems = [ProblemKinds.InvalidRequest, ProblemKinds.StreamNotFound, ProblemKinds.CodecNotCarried, ProblemKinds.NoPicture, ProblemKinds.LimitReached],
        }, SendDataAsync),
        new(HttpMethods.Get, "iframe", new ApiOperation("The newest key frame with its parameter sets, as Annex B.")
        {
            MediaType = "application/octet-stream", Problems = [ProblemKinds.StreamNotFound, ProblemKinds.CodecNotCarried, ProblemKinds.NoPicture, ProblemKinds.LimitReached],
        }, SendKeyFrameAsync),
        new(HttpMethods.Get, "parameters", new ApiOperation("What decoders must know of a stream's tracks.") { Answer = typeof(ItemPage<ParametersResource>), Problems = [ProblemKinds.StreamNotFound] }, ShowParametersAsync),
    ];

    /// <summary>The preview.</summary>
    internal StreamPart Preview => new(HttpMethods.Get, PreviewAddress.Word, new ApiOperation("The newest group of pictures: as a list, as a picture of its key frame (image/jpeg), or the stream's end as a file (video/mp4).")
    {
        Answer = typeof(BufferResource), Query = [HeldQuery.DurationParameter],
        Problems = [ProblemKinds.InvalidRequest, ProblemKinds.StreamNotFound, ProblemKinds.CodecNotCarried, ProblemKinds.NoPicture, ProblemKinds.ProgramMissing, ProblemKinds.LimitReached],
    }, PreviewAsync);

    /// <summary>The buffer.</summary>
    internal static StreamPart Buffer => new(HttpMethods.Get, "buffer", new ApiOperation("The groups of pictures that are held; with a number or a time, the one that it falls in, with its frames.")
    {
        Answer = typeof(BufferResource), Problems = [ProblemKinds.InvalidRequest, ProblemKinds.StreamNotFound, ProblemKinds.NotFound],
        Query = [("number", "integer", "Number of a picture or audio frame."), ("at", "string", "A time, as RFC 3339 has it.")],
    }, ShowBufferAsync);

    private async Task PreviewAsync(HttpContext context, LiveStream stream)
    {
        foreach (MediaTypeHeaderValue wanted in context.Request.GetTypedHeaders().Accept.OrderByDescending(type => type.Quality ?? 1))
        {
            if (wanted.MediaType.Equals("image/jpeg", StringComparison.OrdinalIgnoreCase) || wanted.MediaType.Equals("image/*", StringComparison.Ordinal))
            {
                await HeldAnswers.JpegAsync(context, await pictures.GetAsync(stream, context.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false);
                return;
            }

            if (wanted.MediaType.Equals("video/mp4", StringComparison.OrdinalIgnoreCase) || wanted.MediaType.Equals("video/*", StringComparison.Ordinal))
            {
                await ExportAsync(context, query => HeldUnits.Take(stream, query.Duration), (held, cancellation) => HeldAnswers.Mp4Async(context, stream, held, cancellation)).ConfigureAwait(false);
                return;
            }
        }

        await ApiAnswers.JsonAsync(context, BufferResource.Newest(stream)).ConfigureAwait(false);
    }

    private static Task ShowBufferAsync(HttpContext context, LiveStream stream)
    {
        if (!HeldQuery.TryRead(context.Request, out HeldQuery? query, out ApiProblem? problem)) return ApiAnswers.ProblemAsync(context, problem);
        return BufferResource.Of(stream, query.Number, query.At) is { } held
            ? ApiAnswers.JsonAsync(context, held)
            : ApiAnswers.ProblemAsync(context, ProblemKinds.NotFound.With($"{stream.Name} holds no group of pictures there."));
    }

    private Task SendDataAsync(HttpContext context, LiveStream stream) => ExportAsync(context, query => TakeTrack(stream, query), (held, cancellation) => HeldAnswers.BytesAsync(context, stream, held, cancellation));

    private Task SendKeyFrameAsync(HttpContext context, LiveStream stream) =>
        ExportAsync(context, _ => HeldUnits.TakeKeyFrame(stream), (held, cancellation) => HeldAnswers.BytesAsync(context, stream, held, cancellation));

    private static Task ShowParametersAsync(HttpContext context, LiveStream stream)
    {
        ParametersResource[] tracks = [.. stream.Tracks.Select(ParametersResource.Of)];
        return ApiAnswers.JsonAsync(context, new ItemPage<ParametersResource>(tracks, tracks.Length, 1));
    }

    private static HeldUnits TakeTrack(LiveStream stream, HeldQuery query)
    {
        HeldUnits held = HeldUnits.Take(stream, query.Duration);
        IReadOnlyList<Track> tracks = held.Tracks;
        held.KeepTrack(query.Track ?? (tracks.FirstOrDefault(track => track.Kind == MediaKind.Video) ?? (tracks.Count > 0 ? tracks[0] : null))?.Id ?? -1);
        return held;
    }

    /// <summary>Answers with units that are held meanwhile: of few clients at a time, and not for long.</summary>
    private async Task ExportAsync(HttpContext context, Func<HeldQuery, HeldUnits> take, Func<HeldUnits, CancellationToken, Task> answer)
    {
        if (!HeldQuery.TryRead(context.Request, out HeldQuery? query, out ApiProblem? problem))
        {
            await ApiAnswers.ProblemAsync(context, problem).ConfigureAwait(false);
            return;
        }

        using CancellationTokenSource patience = new(ExportPatience, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, context.RequestAborted);
        try
        {
            if (Interlocked.Increment(ref _exports) > MaxExports)
            {
                await ApiAnswers.ProblemAsync(context, ProblemKinds.LimitReached.With($"{MaxExports} clients fetch what is held already; try again in a moment.")).ConfigureAwait(false);
                return;
            }

            using HeldUnits held = take(query);
            await answer(held, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It left, or took too long: what it has got is cut off, so that it cannot take it for the whole.
            context.Abort();
        }
        finally
        {
            Interlocked.Decrement(ref _exports);
        }
    }
}
