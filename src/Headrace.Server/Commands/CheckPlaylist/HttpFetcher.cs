using System.IO.Compression;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using Headrace.Manifests.Hls;
using Headrace.Manifests.Hls.Checking;
using Headrace.Media.Timing;

namespace Headrace.Server.Commands.CheckPlaylist;

/// <summary>Fetches playlists and media within bounds of size and time. A server that fails is a value, not an exception.</summary>
internal sealed class HttpFetcher(HttpClient client, TimeProvider clock)
{
    /// <summary>Most bytes of a segment.</summary>
    public const int MaxMedia = 64 * 1024 * 1024;

    private const int CopyBlock = 64 * 1024;

    /// <summary>Fetches a resource.</summary>
    /// <param name="url">What.</param>
    /// <param name="range">The part of it that is wanted; null: all.</param>
    /// <param name="limit">Most bytes, decompressed.</param>
    /// <param name="acceptsGzip">True to accept gzip.</param>
    /// <param name="patience">How long to wait for the whole answer.</param>
    /// <param name="stop">Ends the wait with an exception.</param>
    public async Task<HttpAnswer> GetAsync(string url, ByteRange? range, int limit, bool acceptsGzip, TimeSpan patience, CancellationToken stop)
    {
        MonotonicTime requestedAt = MonotonicTime.Now(clock);
        using CancellationTokenSource timeout = new(patience, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, url);
            if (acceptsGzip) request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
            if (range is { } wanted) request.Headers.Range = new RangeHeaderValue(wanted.Offset, wanted.End - 1);
            using HttpResponseMessage response =
                await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            ReadOnlyMemory<byte>? body = await ReadAsync(response.Content, limit, either.Token).ConfigureAwait(false);
            string? fault = body is null ? $"more than {limit} bytes" : null;
            return new HttpAnswer(url, requestedAt, MonotonicTime.Now(clock), (int)response.StatusCode, body ?? default, HeadersOf(response), fault);
        }
        catch (Exception e) when (IsExpected(e) && !stop.IsCancellationRequested)
        {
            string fault = timeout.IsCancellationRequested ? $"not within {patience.TotalSeconds:0} s" : e.Message;
            return new HttpAnswer(url, requestedAt, MonotonicTime.Now(clock), 0, default, null, fault);
        }
    }

    private static bool IsExpected(Exception e) => e is HttpRequestException or OperationCanceledException or IOException or InvalidDataException
        or AuthenticationException or UriFormatException or InvalidOperationException or NotSupportedException;

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContent content, int limit, CancellationToken stop)
    {
        Stream raw = await content.ReadAsStreamAsync(stop).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable rawScope = raw.ConfigureAwait(false);
        Stream body = content.Headers.ContentEncoding.Contains("gzip") ? new GZipStream(raw, CompressionMode.Decompress) : raw;
        await using ConfiguredAsyncDisposable bodyScope = body.ConfigureAwait(false);
        using MemoryStream whole = new();
        byte[] block = new byte[CopyBlock];
        while (await body.ReadAsync(block, stop).ConfigureAwait(false) is > 0 and int count)
        {
            if (whole.Length + count > limit) return null;
            whole.Write(block, 0, count);
        }

        return whole.ToArray();
    }

    private static ResponseHeaders HeadersOf(HttpResponseMessage response) => new(
        response.Content.Headers.ContentType?.ToString(),
        response.Content.Headers.ContentEncoding.Count > 0 ? string.Join(", ", response.Content.Headers.ContentEncoding) : null,
        response.Headers.CacheControl?.ToString());
}
