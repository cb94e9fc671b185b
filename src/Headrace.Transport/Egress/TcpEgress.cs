using System.Net.Security;
using System.Net.Sockets;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Transport.Tls;

namespace Headrace.Transport.Egress;

/// <summary>
/// The one writer of a TCP connection. It tries the socket, remembers a half-sent buffer, parks on <see cref="SocketAsyncEventArgs"/>
/// while the socket is full, and lets replies in between whole buffers only. Over TLS one write is pending at a time. Everything but the posts and <see cref="Close"/>
/// runs on the pump's thread.
/// </summary>
public sealed class TcpEgress : Egress, IDisposable
{
    /// <summary>Greatest number of bytes of replies that wait; a peer that does not read them is disconnected.</summary>
    public const int MaxPostedBytes = 256 * 1024;

    /// <summary>What one pass sends at most for one connection, so that a burst does not hold up the others.</summary>
    private const int MaxBytesPerPass = 1024 * 1024;

    private readonly Socket _socket;
    private readonly SafeSocketHandle _handle;
    private readonly SecureWriter? _secure;
    private readonly Action<EgressFault> _onFault;
    private readonly PostedReplies _posted = new(MaxPostedBytes);
    private SocketAsyncEventArgs? _parking;
    private IEgressSource? _source;
    private MediaBuffer _current;
    private ReadOnlyMemory<byte> _reply;
    private int _offset;
    private MonotonicTime _parkedSince;
    private bool _closesAfterReply;
    private bool _isParked;
    private bool _isSending;
    private volatile bool _isUnparked;
    private int _isClosed;
    private long _bytesSent;

    internal TcpEgress(EgressPump pump, Socket socket, Action<EgressFault> onFault, SslStream? secure = null)
        : base(pump)
    {
        _socket = socket;
        _secure = secure is null ? null : new SecureWriter(secure, OnUnparked);
        _onFault = onFault;
        socket.Blocking = false;
        _handle = socket.SafeHandle;
    }

    /// <summary>Bytes that the kernel took.</summary>
    public long BytesSent => Volatile.Read(ref _bytesSent);

    /// <summary>Queues a reply; it goes out after the buffer being sent. False when too much waits: the connection ends.</summary>
    public bool Post(ReadOnlyMemory<byte> reply) => Enqueue(new PostedReply(reply, null, false, false));

    /// <summary>Queues a reply and, right behind it, a change of source; null stops media.</summary>
    public bool Post(ReadOnlyMemory<byte> reply, IEgressSource? source) => Enqueue(new PostedReply(reply, source, true, false));

    /// <summary>Queues a last reply; when it is out, the sending side is shut down.</summary>
    public bool PostLast(ReadOnlyMemory<byte> reply) => Enqueue(new PostedReply(reply, null, true, true));

    /// <summary>Ends the egress; when the pump has seen it, buffers go back and the socket is closed. Thread-safe, idempotent.</summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0) Schedule();
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    internal override void Run(MonotonicTime now)
    {
        try
        {
            if (CanSend(now)) Write(now, MaxBytesPerPass);
        }
        catch (Exception e)
        {
            Break(e);
        }
    }

    /// <summary>
    /// First of two parts of a pass: takes the next bytes. Those who go the same way first all take theirs and then all send: between sends nothing else runs, and the code of each part stays
    /// in the processor's caches. False when nothing is to be sent, or it was done at once.
    /// </summary>
    internal bool TryPrepare(MonotonicTime now, out PreparedSend prepared)
    {
        prepared = default;
        if (_secure is not null)
        {
            Run(now);
            return false;
        }

        try
        {
            if (!CanSend(now) || (!_isSending && !TryLoad(now))) return false;
            if (_current.Length == 0)
            {
                // A reply, whose bytes are not pinned.
                Write(now, MaxBytesPerPass);
                return false;
            }

            prepared = new PreparedSend(this, _handle, Rest());
            return true;
        }
        catch (Exception e)
        {
            Break(e);
            return false;
        }
    }

    /// <summary>Second part: notes what the socket took of it, and goes on with what is behind it.</summary>
    internal void Finish(int sent, MonotonicTime now)
    {
        try
        {
            if (sent <= 0) Write(now, MaxBytesPerPass);
            else if (Took(sent)) Write(now, MaxBytesPerPass - sent);
            else Park(now);
        }
        catch (Exception e)
        {
            Break(e);
        }
    }

    private bool CanSend(MonotonicTime now)
    {
        if (_isParked && !TryUnpark(now)) return false;
        if (Volatile.Read(ref _isClosed) == 0) return true;
        Free();
        return false;
    }

    private void Write(MonotonicTime now, int budget)
    {
        while (budget > 0)
        {
            if (!_isSending && !TryLoad(now)) return;
            ReadOnlyMemory<byte> rest = Rest();
            if (_secure is not null)
            {
                budget -= rest.Length;
                if (TryWriteSecure(rest, now)) continue;
                return;
            }

            int sent = Send(rest.Span, out SocketError error);
            if (error == SocketError.Success)
            {
                budget -= sent;
                if (Took(sent)) continue;
                Park(now);
                return;
            }

            if (error is SocketError.WouldBlock or SocketError.IOPending) Park(now);
            else Fail(EgressFault.PeerGone);
            return;
        }

        Schedule();
    }

    /// <summary>One bad source must not end the thread that serves all others, nor be asked again.</summary>
    private void Break(Exception fault)
    {
        Pump.Report(fault);
        Fail(EgressFault.SourceFailed);
    }

    /// <summary>False when the write has to wait.</summary>
    private bool TryWriteSecure(ReadOnlyMemory<byte> rest, MonotonicTime now)
    {
        if (_secure!.TryWrite(rest)) return Took(rest.Length);
        _isParked = true;
        _parkedSince = now;
        return false;
    }

    private ReadOnlyMemory<byte> Rest() => (_current.Length > 0 ? _current.Memory : _reply)[_offset..];

    /// <summary>True when the item is out whole.</summary>
    private bool Took(int sent)
    {
        Volatile.Write(ref _bytesSent, _bytesSent + sent);
        _offset += sent;
        if (_offset < (_current.Length > 0 ? _current.Length : _reply.Length)) return false;
        _isSending = false;
        _offset = 0;
        _reply = default;
        MediaBuffer done = _current;
        _current = default;
        done.Release();
        if (_closesAfterReply) ShutDownSending();
        return true;
    }

    private bool TryLoad(MonotonicTime now)
    {
        if (_closesAfterReply) return false;
        while (_posted.TryTake(out PostedReply posted))
        {
            if (posted.SetsSource) _source = posted.Source;
            _closesAfterReply = posted.Closes;
            if (posted.Bytes.Length > 0)
            {
                _reply = posted.Bytes;
                return _isSending = true;
            }

            if (_closesAfterReply)
            {
                ShutDownSending();
                return false;
            }
        }

        if (_source is null) return false;
        if (_source.TryNext(now, out _current)) return _isSending = _current.Length > 0;
        if (_source.IsPaced) WaitForMore();
        return false;
    }

    private bool Enqueue(PostedReply posted)
    {
        if (Volatile.Read(ref _isClosed) != 0) return false;
        if (!_posted.TryAdd(posted))
        {
            _onFault(EgressFault.RepliesNotRead);
            return false;
        }

        Schedule();
        return true;
    }

    private void Park(MonotonicTime now)
    {
        _isParked = true;
        _parkedSince = now;
        if (_parking is null)
        {
            _parking = new SocketAsyncEventArgs();
            _parking.Completed += (_, _) => OnUnparked();
        }

        ReadOnlyMemory<byte> rest = Rest();
        _parking.SetBuffer(System.Runtime.InteropServices.MemoryMarshal.AsMemory(rest));
        try
        {
            if (!_socket.SendAsync(_parking)) OnUnparked();
        }
        catch (ObjectDisposedException)
        {
            _isParked = false;
            Fail(EgressFault.PeerGone);
        }
    }

    /// <summary>Writes what the socket takes. One that was taken over may be closed by its former owner, who learns first that the peer is gone.</summary>
    private int Send(ReadOnlySpan<byte> bytes, out SocketError error)
    {
        try
        {
            return _socket.Send(bytes, SocketFlags.None, out error);
        }
        catch (ObjectDisposedException)
        {
            error = SocketError.OperationAborted;
            return 0;
        }
    }

    /// <summary>On whatever thread the system chose: the pump does the rest.</summary>
    private void OnUnparked()
    {
        _isUnparked = true;
        Schedule();
    }

    /// <summary>False while the socket still takes nothing.</summary>
    private bool TryUnpark(MonotonicTime now)
    {
        if (!_isUnparked)
        {
            if (Volatile.Read(ref _isClosed) == 0) _source?.OnStalled(now - _parkedSince);
            return false;
        }

        _isUnparked = false;
        _isParked = false;
        bool isOut = _secure is null ? _parking!.SocketError == SocketError.Success : _secure.HasSucceeded();
        if (isOut) Took(_secure is null ? _parking!.BytesTransferred : Rest().Length);
        else if (Volatile.Read(ref _isClosed) == 0) Fail(EgressFault.PeerGone);
        return true;
    }

    private void ShutDownSending()
    {
        _source = null;
        if (_secure is null) ShutDownSocket();
        else _secure.Finish(ShutDownSocket);
    }

    private void ShutDownSocket()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The peer was faster: nothing is left to shut down.
        }
    }

    private void Fail(EgressFault fault)
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0) _onFault(fault);
        if (_isParked) Schedule();
        else Free();
    }

    private void Free()
    {
        _source = null;
        _isSending = false;
        MediaBuffer left = _current;
        _current = default;
        left.Release();
        _secure?.Dispose();
        _parking?.Dispose();
        _parking = null;
        _posted.Clear();
        _socket.Dispose();
    }
}
