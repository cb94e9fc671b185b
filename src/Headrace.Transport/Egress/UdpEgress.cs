using Headrace.Media.Timing;
using Headrace.Transport.Udp;

namespace Headrace.Transport.Egress;

/// <summary>
/// Sends a source's datagrams by a socket that others may send by too. It never waits. More than <see cref="MaxPacketsPerPass"/> are spread over passes
/// <see cref="EgressPump.Pace"/> apart.
/// </summary>
public sealed class UdpEgress : Egress
{
    /// <summary>Datagrams that a receiver gets at once.</summary>
    public const int MaxPacketsPerPass = 64;

    private readonly UdpSocket _socket;
    private readonly IDatagramSource _source;
    private readonly Lock _sending = new();
    private long _bytesSent;
    private bool _isClosed;
    private bool _isFreed;

    /// <summary>An egress that the pump asks for datagrams when it is scheduled or its group is.</summary>
    public UdpEgress(EgressPump pump, UdpSocket socket, IDatagramSource source)
        : base(pump)
    {
        _socket = socket;
        _source = source;
    }

    /// <summary>Bytes of datagrams that the kernel took.</summary>
    public long BytesSent => Volatile.Read(ref _bytesSent);

    /// <summary>
    /// Ends the egress: nothing is sent after it has returned, for which it waits for a batch that is on its way. When the pump has seen it, buffers go
    /// back. Thread-safe, idempotent.
    /// </summary>
    public void Close()
    {
        lock (_sending)
        {
            if (_isClosed) return;
            _isClosed = true;
        }

        Schedule();
    }

    internal override void Run(MonotonicTime now)
    {
        if (IsWaiting) return;
        try
        {
            lock (_sending)
            {
                if (_isClosed) Free();
                else Write(now);
            }
        }
        catch (Exception e)
        {
            // One bad source must not end the thread that serves all others, nor be asked again.
            Pump.Report(e);
            Close();
        }
    }

    private void Write(MonotonicTime now)
    {
        int packets = 0;
        while (_source.TryPeek(now, Pump.Batches, out UdpSendBatch? batch))
        {
            packets += batch.Count;
            if (packets > MaxPacketsPerPass)
            {
                WaitForMore();
                return;
            }

            UdpSendResult result = batch.Send(_socket, _source.Targets);
            Volatile.Write(ref _bytesSent, _bytesSent + result.Bytes);
            _source.OnSent(now, result);
        }

        if (_source.IsPaced) WaitForMore();
    }

    private void Free()
    {
        if (_isFreed) return;
        _isFreed = true;
        _source.OnClosed();
    }
}
