using System.Net.Security;

namespace Headrace.Transport.Tls;

/// <summary>Writes over TLS, one write at a time: what is being written is not out, so that it counts as lag. Owned by the pump's thread.</summary>
/// <param name="stream">The stream.</param>
/// <param name="onDone">Told when a write that had to wait is over, on any thread.</param>
internal sealed class SecureWriter(SslStream stream, Action onDone) : IDisposable
{
    private Task _pending = Task.CompletedTask;

    /// <summary>Writes; false when it has to wait.</summary>
    public bool TryWrite(ReadOnlyMemory<byte> bytes)
    {
        _pending = stream.WriteAsync(bytes).AsTask();
        if (_pending.IsCompletedSuccessfully) return true;
        _pending.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(onDone);
        return false;
    }

    /// <summary>The end of a write that had to wait: true when all of it is out.</summary>
    public bool HasSucceeded()
    {
        // An error that nobody looks at would be told to the process.
        _ = _pending.Exception;
        return _pending.IsCompletedSuccessfully;
    }

    /// <summary>Says that nothing more comes (RFC 8446, 6.1), then calls <paramref name="then"/>.</summary>
    public async void Finish(Action then)
    {
        try
        {
            await stream.ShutdownAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // The peer was faster.
        }

        then();
    }

    /// <summary>Frees what TLS holds; the socket is its owner's.</summary>
    public void Dispose() => stream.Dispose();
}
