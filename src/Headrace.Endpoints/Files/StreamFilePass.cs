namespace Headrace.Endpoints.Files;

/// <summary>Reads a file from its first byte to its last.</summary>
internal sealed class StreamFilePass(FileBytes bytes, UnitFeed feed) : IMediaPass
{
    private const int StepSize = 64 * 1024;

    private readonly byte[] _buffer = new byte[StepSize];
    private long _offset;
    private string? _fault;

    /// <inheritdoc/>
    public string? Fault => _fault ?? feed.Fault;

    /// <inheritdoc/>
    public ValueTask<bool> StepAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        int count = 0;
        try
        {
            count = bytes.Read(_offset, _buffer);
        }
        catch (IOException e)
        {
            _fault = $"it cannot be read any further: {e.Message}";
        }

        _offset += count;
        if (count > 0) return ValueTask.FromResult(feed.Read(_buffer.AsSpan(0, count)));
        feed.Complete();
        return ValueTask.FromResult(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        feed.Dispose();
        bytes.Dispose();
    }
}
