namespace Headrace.Containers.MpegTs.Reading;

/// <summary>
/// Finds packets in bytes that come in pieces of any size: of 188 bytes, of 192 with a time code before each (M2TS), or of 204 with check bytes behind each. Which
/// of them is found out where the packets are lost and found again. Begins with the belief that the first byte begins a packet of 188.
/// </summary>
/// <remarks>Holds at most <see cref="Window"/> bytes.</remarks>
internal sealed class PacketSync
{
    /// <summary>Bytes that are looked through at once: a packet is believed when two more begin where they should.</summary>
    public const int Window = 1024;

    private static readonly int[] Strides = [TsPacket.Size, TsPacket.TimecodeSize, TsPacket.CheckedSize];

    private readonly byte[] _held = new byte[Window];
    private int _start;
    private int _end;
    private int _skip;
    private bool _isSearching;

    /// <summary>Bytes from the beginning of a packet to the next one.</summary>
    public int Stride { get; private set; } = TsPacket.Size;

    /// <summary>How often a byte that should begin a packet did not.</summary>
    public long Losses { get; private set; }

    /// <summary>Takes the next packet. False when more bytes are needed; all of <paramref name="bytes"/> are taken then.</summary>
    /// <param name="bytes">What has come; narrowed to the rest.</param>
    /// <param name="isEnd">True when nothing comes behind them: what there is then suffices as proof.</param>
    /// <param name="packet">The packet, valid until the next call.</param>
    public bool TryTake(ref ReadOnlySpan<byte> bytes, bool isEnd, out ReadOnlySpan<byte> packet)
    {
        packet = default;
        while (true)
        {
            if (_skip > 0 && !Skip(ref bytes)) return false;
            if (_isSearching && !Search(ref bytes, isEnd)) return false;
            if (_start == _end)
            {
                if (bytes.IsEmpty) return false;
                if (bytes[0] != TsPacket.SyncByte)
                {
                    Lose();
                    continue;
                }

                if (bytes.Length >= TsPacket.Size)
                {
                    packet = bytes[..TsPacket.Size];
                    bytes = bytes[TsPacket.Size..];
                    _skip = Stride - TsPacket.Size;
                    return true;
                }
            }

            if (_end - _start < TsPacket.Size) Hold(ref bytes, TsPacket.Size - (_end - _start));
            if (_held[_start] != TsPacket.SyncByte)
            {
                Lose();
                continue;
            }

            if (_end - _start < TsPacket.Size) return false;
            packet = _held.AsSpan(_start, TsPacket.Size);
            _start += TsPacket.Size;
            _skip = Stride - TsPacket.Size;
            return true;
        }
    }

    private bool Skip(ref ReadOnlySpan<byte> bytes)
    {
        int held = Math.Min(_skip, _end - _start);
        _start += held;
        _skip -= held;
        int count = Math.Min(_skip, bytes.Length);
        bytes = bytes[count..];
        _skip -= count;
        return _skip == 0;
    }

    private void Lose()
    {
        Losses++;
        _isSearching = true;
    }

    /// <summary>Goes to a byte that begins a packet; false when more bytes are needed to say.</summary>
    private bool Search(ref ReadOnlySpan<byte> bytes, bool isEnd)
    {
        while (true)
        {
            Hold(ref bytes, Window);
            while (_start < _end)
            {
                int at = _held.AsSpan(_start, _end - _start).IndexOf(TsPacket.SyncByte);
                if (at < 0)
                {
                    _start = _end;
                    break;
                }

                _start += at;
                bool mayBegin = false;
                foreach (int stride in Strides)
                {
                    if (Begins(stride, isEnd && bytes.IsEmpty) is not { } begins)
                    {
                        mayBegin = true;
                    }
                    else if (begins)
                    {
                        (Stride, _isSearching) = (stride, false);
                        return true;
                    }
                }

                if (mayBegin) break;
                _start++;
            }

            if (bytes.IsEmpty) return false;
        }
    }

    /// <summary>Whether a packet begins at the start of what is held; null when that is too little to say.</summary>
    private bool? Begins(int stride, bool isEnd)
    {
        int held = _end - _start;
        for (int at = stride; at <= 2 * stride; at += stride)
        {
            if (at >= held) return isEnd ? held >= TsPacket.Size : null;
            if (_held[_start + at] != TsPacket.SyncByte) return false;
        }

        return true;
    }

    private void Hold(ref ReadOnlySpan<byte> bytes, int wanted)
    {
        if (_start > 0)
        {
            _held.AsSpan(_start, _end - _start).CopyTo(_held);
            (_start, _end) = (0, _end - _start);
        }

        int count = Math.Min(Math.Min(wanted, Window - _end), bytes.Length);
        bytes[..count].CopyTo(_held.AsSpan(_end));
        _end += count;
        bytes = bytes[count..];
    }
}
