using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Headrace.Endpoints.Connections;
using Headrace.Endpoints.Http;
using Headrace.Manifests.Hls;
using Headrace.Manifests.Hls.Client;
using Headrace.Manifests.Hls.Reading;
using Headrace.Media.Buffers;
using Headrace.Streaming.Supervision;

namespace Headrace.Endpoints.Hls.Pull;

/// <summary>Fetches playlists, and segments with their keys and initialization sections, and decrypts them. Thread-safe.</summary>
internal sealed class HlsFetcher(SourceHttpClient client, Func<MemoryAccount?> account)
{
    /// <summary>Greatest segment, in bytes: what a buffer holds, and a byte more that shows that there is more.</summary>
    public const int MaxSegmentBytes = MediaBufferPool.MaxLength - 1;

    /// <summary>Greatest initialization section, in bytes.</summary>
    public const int MaxInitBytes = 1024 * 1024;

    /// <summary>Keys, and initialization sections, that are kept, each.</summary>
    private const int MaxKept = 8;

    private const int ReadSize = 64 * 1024;

    private readonly KeptResources<Uri> _keys = new(MaxKept);
    private readonly KeptResources<MapFetch> _maps = new(MaxKept);
    private long _bytes;

    /// <summary>Bytes that have come.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Fetches. Throws nothing but <see cref="OperationCanceledException"/>, and that for the token alone.</summary>
    public async Task<FetchAnswer> FetchAsync(HlsFetch fetch, CancellationToken cancellation)
    {
        if (fetch is not SegmentFetch segment) return await GetAsync(fetch, fetch.Location, null, null, PlaylistLimits.Bytes, cancellation).ConfigureAwait(false);
        ReadOnlyMemory<byte> init = default;
        if (segment.Map is { } map)
        {
            (init, HlsFetchFault? fault) = await FindAsync(_maps, map, map.Location, map.Range, map.Key, MaxInitBytes, cancellation).ConfigureAwait(false);
            if (fault is not null) return new FetchAnswer(fetch) { Fault = fault with { Text = $"its initialization section: {fault.Text}" } };
        }

        FetchAnswer answer = await GetAsync(fetch, fetch.Location, segment.Range, segment.Key, MaxSegmentBytes, cancellation).ConfigureAwait(false);
        return answer with { Init = init };
    }

    /// <summary>What was fetched before, or is now.</summary>
    private async Task<(ReadOnlyMemory<byte> Bytes, HlsFetchFault? Fault)> FindAsync<TKey>(
        KeptResources<TKey> kept, TKey key, Uri location, ByteRange? range, HlsKey? secret, int limit, CancellationToken cancellation)
        where TKey : notnull
    {
        if (kept.Find(key) is { } known) return (known, null);
        FetchAnswer answer = await GetAsync(new PlaylistFetch(0, location, TimeSpan.Zero), location, range, secret, limit, cancellation).ConfigureAwait(false);
        if (answer.Fault is not null) return (default, answer.Fault);
        byte[] bytes = answer.Bytes.Span.ToArray();
        answer.Bytes.Release();
        return (kept.Keep(key, bytes), null);
    }

    private async Task<FetchAnswer> GetAsync(HlsFetch fetch, Uri location, ByteRange? range, HlsKey? key, int limit, CancellationToken cancellation)
    {
        byte[]? secret = null;
        if (key is not null)
        {
            (ReadOnlyMemory<byte> bytes, HlsFetchFault? fault) = await FindAsync(_keys, key.Location, key.Location, null, null, HlsKey.Length * 64, cancellation).ConfigureAwait(false);
            if (fault is not null) return new FetchAnswer(fetch) { Fault = fault with { Text = $"its key: {fault.Text}" } };
            if (bytes.Length != HlsKey.Length) return Missing(fetch, string.Create(CultureInfo.InvariantCulture, $"its key has {bytes.Length} bytes, and not {HlsKey.Length}"));
            secret = bytes.ToArray();
        }

        RangeItemHeaderValue? wanted = range is { } part ? new RangeItemHeaderValue(part.Offset, part.End - 1) : null;
        (SourceHttpAnswer? answer, SourceFault? refusal) = await client.OpenAsync(location, wanted, cancellation).ConfigureAwait(false);
        if (answer is null) return new FetchAnswer(fetch) { Fault = new HlsFetchFault(KindOf(refusal!), refusal!.Text), Cause = refusal.Cause };
        using (answer)
        using (MediaBufferWriter body = new(MediaBufferPool.Shared, account(), (int)Math.Clamp(answer.Length ?? ReadSize, 1, limit)))
        {
            // A server that knows no ranges answers with all of it.
            long skip = range is not null && !answer.IsPartial ? range.Value.Offset : 0;
            long most = range is { } bound ? Math.Min(bound.Length, limit) : limit;
            if (range?.Length > limit || await ReadAsync(answer, body, skip, most, range is not null, cancellation).ConfigureAwait(false) is false)
                return Missing(fetch, string.Create(CultureInfo.InvariantCulture, $"it has more than {limit} bytes, which are taken at most"));
            if (answer.Fault is not null) return new FetchAnswer(fetch) { Fault = new HlsFetchFault(HlsFetchFaultKind.Failing, answer.Fault), Cause = SourceCause.ConnectionLost };
            if (range is { } full && body.Length < full.Length) return Missing(fetch, string.Create(CultureInfo.InvariantCulture, $"its range has {body.Length} bytes, and not {full.Length}"));
            if (secret is not null && !TryDecrypt(body, secret, key!)) return Missing(fetch, "it cannot be decrypted with its key");
            return new FetchAnswer(fetch) { Location = answer.Location, Bytes = body.Detach() };
        }
    }

    /// <summary>Reads a body; false where it has more than it may.</summary>
    private async Task<bool> ReadAsync(SourceHttpAnswer answer, MediaBufferWriter body, long skip, long most, bool isRange, CancellationToken cancellation)
    {
        while (true)
        {
            int room = (int)Math.Min(ReadSize, isRange && skip == 0 ? most - body.Length : most - body.Length + 1);
            if (room <= 0) return isRange;
            if (skip > 0) room = (int)Math.Min(ReadSize, skip);
            int count = await answer.ReadAsync(body.GetMemory(room)[..room], cancellation).ConfigureAwait(false);
            if (count == 0) return true;
            Interlocked.Add(ref _bytes, count);
            if (skip > 0) skip -= count;
            else if (body.Length + count > most) return false;
            else body.Advance(count);
        }
    }

    private static bool TryDecrypt(MediaBufferWriter body, byte[] secret, HlsKey key)
    {
        using Aes aes = Aes.Create();
        aes.Key = secret;
        try
        {
            byte[] plain = aes.DecryptCbc(body.Written, key.VectorBytes());
            body.Truncate(0);
            body.Write(plain);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static FetchAnswer Missing(HlsFetch fetch, string text) => new(fetch) { Fault = new HlsFetchFault(HlsFetchFaultKind.Missing, text) };

    /// <summary>What an answer means for asking again: those from 400 to 499 stay as they are, but for those that ask for patience.</summary>
    private static HlsFetchFaultKind KindOf(SourceFault refusal) =>
        refusal.Status is >= 400 and < 500 and not (408 or 425 or 429) ? HlsFetchFaultKind.Missing : HlsFetchFaultKind.Failing;
}
