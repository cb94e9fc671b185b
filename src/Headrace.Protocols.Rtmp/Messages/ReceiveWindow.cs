using System.Buffers;

namespace Headrace.Protocols.Rtmp.Messages;

/// <summary>Acknowledges what is received (RTMP 1.0, 5.4.3), at half of the window so that no peer waits.</summary>
internal sealed class ReceiveWindow
{
    private long _received;
    private long _acknowledged;
    private long _window = RtmpLimits.WindowBytes;

    /// <summary>The peer says after how many bytes it wants to hear.</summary>
    public void SetSize(uint bytes) => _window = Math.Max(1024, bytes);

    /// <summary>Counts bytes, and says so when it is time.</summary>
    public void Receive(int count, RtmpOutput writer, IBufferWriter<byte> output)
    {
        _received += count;
        if (_received - _acknowledged < _window / 2) return;
        _acknowledged = _received;
        writer.Acknowledge(_received, output);
    }
}
