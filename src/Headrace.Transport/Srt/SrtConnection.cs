using System.Net;
using System.Runtime.CompilerServices;
using Headrace.Media.Timing;

namespace Headrace.Transport.Srt;

/// <summary>
/// A connection of SRT, accepted or called. What comes goes to its handler from <see cref="Start"/> on; before that it waits in the library. One thread
/// sends at a time; the rest may be called from any.
/// </summary>
public sealed unsafe class SrtConnection : ISrtPolled, IDisposable
{
    private const int MostReads = SrtPoller.MessagesPerTurn;

    private readonly SrtPoller _poller;
    private readonly int _socket;
    private ISrtHandler? _handler;
    private long _bytesReceived;
    private long _bytesSent;
    private long _receivedAgain;
    private int _isDisposed;

    internal SrtConnection(SrtPoller poller, int socket, IPEndPoint remote)
    {
        _poller = poller;
        _socket = socket;
        RemoteEndPoint = remote;
        StreamId = SrtSockets.GetText(socket, SrtOption.StreamId);
        int version = SrtSockets.Get(socket, SrtOption.PeerVersion);
        PeerVersion = new Version(version >> 16 & 0xFF, version >> 8 & 0xFF, version & 0xFF);
        ReceiveLatency = TimeSpan.FromMilliseconds(SrtSockets.Get(socket, SrtOption.ReceiveLatency));
        SendLatency = TimeSpan.FromMilliseconds(SrtSockets.Get(socket, SrtOption.PeerLatency));
    }

    /// <summary>The peer.</summary>
    public IPEndPoint RemoteEndPoint { get; }

    /// <summary>What the caller said that it wants.</summary>
    public string StreamId { get; }

    /// <summary>The version of SRT that the peer has.</summary>
    public Version PeerVersion { get; }

    /// <summary>How long after it was sent a packet from the peer is handed over: what both sides agreed on.</summary>
    public TimeSpan ReceiveLatency { get; }

    /// <summary>The same for packets to the peer.</summary>
    public TimeSpan SendLatency { get; }

    /// <summary>Bits of the key that encrypts; 0 where nothing does. Known once the keys are agreed on.</summary>
    public int KeyBits => IsSecured(SrtOption.SendKeyState) || IsSecured(SrtOption.ReceiveKeyState) ? SrtSockets.Get(_socket, SrtOption.KeyLength) * 8 : 0;

    /// <summary>Bytes of messages received.</summary>
    public long BytesReceived => Volatile.Read(ref _bytesReceived);

    /// <summary>Bytes of messages that the library took.</summary>
    public long BytesSent => Volatile.Read(ref _bytesSent);

    /// <summary>Span of what was sent and the peer has not acknowledged, or waits to be sent.</summary>
    internal TimeSpan Unacknowledged => TimeSpan.FromMilliseconds(Math.Max(0, LibSrt.SendBuffer(_socket, null, null)));

    /// <summary>Begins to hand over what comes. Called once.</summary>
    public void Start(ISrtHandler handler)
    {
        _handler = handler;
        if (!_poller.TryAdd(_socket, this, LibSrt.EventIn)) handler.OnEnded();
        else if (Volatile.Read(ref _isDisposed) != 0) _poller.Remove(_socket);
    }

    /// <summary>Gives a message to the library, at most <see cref="SrtPoller.MaxMessage"/> bytes. Never waits.</summary>
    [SkipLocalsInit]
    public SrtSendResult Send(ReadOnlySpan<byte> message)
    {
        SrtMessageControl control = SrtMessageControl.Default;
        fixed (byte* bytes = message)
        {
            if (LibSrt.Send(_socket, bytes, message.Length, &control) != LibSrt.Failed)
            {
                Volatile.Write(ref _bytesSent, _bytesSent + message.Length);
                return SrtSendResult.Taken;
            }
        }

        return SrtError.Last().IsForNow ? SrtSendResult.Full : SrtSendResult.Gone;
    }

    /// <summary>What was measured; null once the connection is over. Rates are measured anew from here on. One caller at a time.</summary>
    public SrtStatistics? Measure()
    {
        byte* bytes = stackalloc byte[SrtPerformance.Capacity];
        if (LibSrt.Statistics(_socket, bytes, 1, 1) == LibSrt.Failed) return null;
        SrtPerformance* figures = (SrtPerformance*)bytes;
        _receivedAgain += figures->LocalReceivedAgain;
        return SrtStatistics.Of(*figures, _receivedAgain);
    }

    /// <summary>Packets given up before they were sent, as too late. From any thread.</summary>
    internal long CountDropped()
    {
        byte* bytes = stackalloc byte[SrtPerformance.Capacity];
        return LibSrt.Statistics(_socket, bytes, 0, 1) == LibSrt.Failed ? 0 : ((SrtPerformance*)bytes)->SendDropped;
    }

    /// <summary>Ends the connection, and tells the peer. Its handler is told nothing more. Idempotent.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        _poller.Remove(_socket);
        LibSrt.Close(_socket);
    }

    /// <inheritdoc/>
    void ISrtPolled.OnReady(int events, MonotonicTime now)
    {
        ISrtHandler handler = _handler!;
        byte[] buffer = _poller.Buffer;
        int filled = 0;
        bool isOver = false;
        fixed (byte* start = buffer)
        {
            for (int i = 0; i < MostReads && !isOver; i++)
            {
                SrtMessageControl control = SrtMessageControl.Default;
                int length = LibSrt.Receive(_socket, start + filled, SrtPoller.MaxMessage, &control);
                if (length == LibSrt.Failed)
                {
                    isOver = !SrtError.Last().IsForNow;
                    break;
                }

                filled += length;
            }
        }

        if (filled > 0)
        {
            Volatile.Write(ref _bytesReceived, _bytesReceived + filled);
            handler.OnMessages(buffer.AsSpan(0, filled), now);
        }

        if (!isOver) return;
        _poller.Remove(_socket);
        if (Volatile.Read(ref _isDisposed) == 0) handler.OnEnded();
    }

    /// <inheritdoc/>
    void ISrtPolled.OnFault()
    {
        _poller.Remove(_socket);
        _handler!.OnEnded();
    }

    private bool IsSecured(SrtOption state)
    {
        const int Secured = 2;
        return SrtSockets.Get(_socket, state) == Secured;
    }
}
