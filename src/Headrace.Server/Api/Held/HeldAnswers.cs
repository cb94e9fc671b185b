using System.Globalization;
using Headrace.Containers.ByteStreams;
using Headrace.Media.Buffers;
using Headrace.Media.Tracks;
using Headrace.Streaming.Carriers;
using Headrace.Streaming.Held;
using Headrace.Streaming.Streams;
using Microsoft.AspNetCore.Http;

namespace Headrace.Server.Api.Held;

/// <summary>Answers with media that is held.</summary>
internal static class HeldAnswers
{
    /// <summary>Bytes of a byte stream that are written at once.</summary>
    private const int PieceBytes = 1024 * 1024;

    /// <summary>Answers with a picture, or with why there is none.</summary>
    internal static async Task JpegAsync(HttpContext context, KeyFramePicture picture)
    {
        if (picture.Jpeg is not { } jpeg)
        {
            await ApiAnswers.ProblemAsync(context, ProblemOf(picture)).ConfigureAwait(false);
            return;
        }

        Begin(context, "image/jpeg");
        context.Response.ContentLength = jpeg.Length;
        context.Response.Headers.LastModified = picture.Time.ToString("R", CultureInfo.InvariantCulture);
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(jpeg, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Answers with units as a fragmented MP4 file.</summary>
    internal static Task Mp4Async(HttpContext context, LiveStream stream, HeldUnits held, CancellationToken cancellation)
    {
        if (held.Units.Count == 0) return ApiAnswers.ProblemAsync(context, NothingHeld(stream));
        if (Mp4Clip.TracksOf(held).Count == 0) return ApiAnswers.ProblemAsync(context, ProblemKinds.CodecNotCarried.With($"Nothing of {stream.Name} fits into a file: {OutputForm.Mp4.WhyNothing([.. held.Tracks])}."));
        Begin(context, "video/mp4");
        return SendAsync(context, Mp4Clip.Write(held, stream.Memory.Of(HeldUnits.MemoryOwner)), cancellation);
    }

    /// <summary>Answers with the units of one track as a byte stream.</summary>
    internal static Task BytesAsync(HttpContext context, LiveStream stream, HeldUnits held, CancellationToken cancellation)
    {
        if (held.Units.Count == 0) return ApiAnswers.ProblemAsync(context, NothingHeld(stream));
        if (!ByteStreams.TryFind(held.Units[0].Track, out ByteStream? form, out string? reason)) return ApiAnswers.ProblemAsync(context, ProblemKinds.CodecNotCarried.With($"{stream.Name}: {reason}."));
        Begin(context, form.MediaType);
        return SendAsync(context, Pieces(form, held, stream.Memory.Of(HeldUnits.MemoryOwner)), cancellation);
    }

    private static IEnumerable<MediaBuffer> Pieces(ByteStream form, HeldUnits held, MemoryAccount account)
    {
        using MediaBufferWriter output = new(MediaBufferPool.Shared, account);
        ParameterSets? sets = null;
        form.Begin(held.Units[0].Track, output);
        foreach (AccessUnit unit in held.Units)
        {
            form.Write(unit, unit.RandomAccess.IsPoint || !ReferenceEquals(sets, unit.Track.ParameterSets), output);
            sets = unit.Track.ParameterSets;
            if (output.Length >= PieceBytes) yield return output.Detach();
        }

        if (output.Length > 0) yield return output.Detach();
    }

    private static async Task SendAsync(HttpContext context, IEnumerable<MediaBuffer> pieces, CancellationToken cancellation)
    {
        foreach (MediaBuffer piece in pieces)
        {
            try
            {
                await context.Response.Body.WriteAsync(piece.Memory, cancellation).ConfigureAwait(false);
            }
            finally
            {
                piece.Release();
            }
        }
    }

    private static void Begin(HttpContext context, string mediaType)
    {
        context.Response.ContentType = mediaType;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
    }

    private static ApiProblem NothingHeld(LiveStream stream) => ProblemKinds.NoPicture.With($"Nothing of {stream.Name} is held from which decoding could begin.");

    private static ApiProblem ProblemOf(KeyFramePicture picture) => picture.Fault switch
    {
        KeyFramePictureFault.NotCarried => ProblemKinds.CodecNotCarried.With($"There is no picture: {picture.Reason}."),
        KeyFramePictureFault.NoProgram => ProblemKinds.ProgramMissing.With($"ffmpeg cannot be run, which decodes pictures: {picture.Reason}; install it, on Debian and Ubuntu with: apt-get install ffmpeg."),
        KeyFramePictureFault.Busy => ProblemKinds.LimitReached.With($"There is no picture: {picture.Reason}."),
        _ => ProblemKinds.NoPicture.With($"There is no picture: {picture.Reason}."),
    };
}
