using System.Net.Http.Headers;
using Headrace.Endpoints.Connections;
using Headrace.Endpoints.Files;

namespace Headrace.Endpoints.Http;

/// <summary>Reads a file as it comes over HTTP: what is not read yet the server keeps. Where its index lies behind its media, that is fetched by ranges first.</summary>
/// <param name="answer">The answer with the file; it stays the caller's.</param>
/// <param name="first">What was read of it already.</param>
/// <param name="feed">What makes units of it.</param>
/// <param name="client">Fetches ranges.</param>
internal sealed class HttpPass(SourceHttpAnswer answer, ReadOnlyMemory<byte> first, UnitFeed feed, SourceHttpClient client) : IMediaPass
{
    /// <summary>Bytes that are read at most to find an index behind the media.</summary>
    public const long MaxIndexBytes = 65 * 1024 * 1024;

    /// <summary>Boxes of media that are passed over at most to find it.</summary>
    public const int MaxSeeks = 8;

    private const int StepSize = 64 * 1024;
    private const string IndexIsLast = "its movie box (moov) stands behind its media";
    private const string Advice = "write it with that box first (ffmpeg: -movflags +faststart)";

    private readonly byte[] _buffer = new byte[StepSize];
    private readonly SourceHttpAnswer _whole = answer;
    private SourceHttpAnswer _answer = answer;
    private ReadOnlyMemory<byte> _first = first;
    private long _read;
    private string? _fault;

    /// <inheritdoc/>
    public string? Fault => _fault ?? feed.Fault;

    /// <inheritdoc/>
    public async ValueTask<bool> StepAsync(CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> bytes = _first;
        _first = default;
        if (bytes.IsEmpty) bytes = _buffer.AsMemory(0, await _answer.ReadAsync(_buffer, cancellation).ConfigureAwait(false));
        _read += bytes.Length;
        if (!bytes.IsEmpty)
        {
            bool goesOn = feed.Read(bytes.Span);
            if (!goesOn || feed.MediaBeforeIndex is not { } media) return goesOn;
            _fault = await FindIndexAsync(media.Begin, media.End, cancellation).ConfigureAwait(false);
            return Fault is null;
        }

        _fault = _answer.Fault;
        if (_fault is null && _answer.Length is { } length && _read < length) _fault = $"the connection ended after {_read} of {length} bytes";
        feed.Complete();
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        feed.Dispose();
        Replace(_whole);
    }

    /// <summary>Fetches the index behind the media, and begins the media then. Why that cannot be, in one clause, or null.</summary>
    private async Task<string?> FindIndexAsync(long begin, long end, CancellationToken cancellation)
    {
        long read = 0;
        for (int seeks = 0; seeks < MaxSeeks; seeks++)
        {
            if (end >= _whole.Length) return "it has no movie box (moov): it was cut off, or is still being written";
            if (await OpenAsync(end, null, cancellation).ConfigureAwait(false) is { } closed) return closed;
            while (feed.IndexOffset is null && feed.MediaBeforeIndex is null)
            {
                int count = await _answer.ReadAsync(_buffer, cancellation).ConfigureAwait(false);
                if (count == 0) return _answer.Fault ?? "it has no movie box (moov): it was cut off, or is still being written";
                read += count;
                if (read > MaxIndexBytes) return $"{IndexIsLast}, and {MaxIndexBytes} bytes, which are read at most, did not bring it: {Advice}";
                if (!feed.Read(_buffer.AsSpan(0, count))) return feed.Fault;
            }

            if (feed.IndexOffset is { } index) return await OpenAsync(begin, index - 1, cancellation).ConfigureAwait(false);
            end = feed.MediaBeforeIndex!.Value.End;
        }

        return $"{IndexIsLast}, and that is in more than {MaxSeeks} pieces: {Advice}";
    }

    private async Task<string?> OpenAsync(long from, long? to, CancellationToken cancellation)
    {
        (SourceHttpAnswer? next, SourceFault? fault) = await client.OpenAsync(_whole.Location.Url, new RangeItemHeaderValue(from, to), cancellation).ConfigureAwait(false);
        if (next is null) return $"{IndexIsLast}, and it cannot be fetched from there: {fault!.Text}";
        Replace(next);
        if (!next.IsPartial) return $"{IndexIsLast}, and its server knows no ranges: {Advice}";
        feed.SeekTo(from);
        _read = 0;
        return null;
    }

    private void Replace(SourceHttpAnswer next)
    {
        if (_answer != _whole) _answer.Dispose();
        _answer = next;
    }
}
