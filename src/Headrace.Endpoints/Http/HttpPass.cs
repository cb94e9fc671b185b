using Headrace.Endpoints.Files;

namespace Headrace.Endpoints.Http;

/// <summary>Reads a file as it comes over HTTP: what is not read yet the server keeps.</summary>
internal sealed class HttpPass(SourceHttpAnswer answer, ReadOnlyMemory<byte> first, UnitFeed feed) : IMediaPass
{
    private const int StepSize = 64 * 1024;

    private readonly byte[] _buffer = new byte[StepSize];
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
        if (bytes.IsEmpty) bytes = _buffer.AsMemory(0, await answer.ReadAsync(_buffer, cancellation).ConfigureAwait(false));
        _read += bytes.Length;
        if (!bytes.IsEmpty) return feed.Read(bytes.Span);
        _fault = answer.Fault;
        if (_fault is null && answer.Length is { } length && _read < length) _fault = $"the connection ended after {_read} of {length} bytes";
        feed.Complete();
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => feed.Dispose();
}
