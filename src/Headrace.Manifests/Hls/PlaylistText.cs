using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Headrace.Manifests.Hls;

/// <summary>Writes the pieces that playlists are made of, as UTF-8, without allocation. Call <see cref="Flush"/> at the end.</summary>
internal ref struct PlaylistText(IBufferWriter<byte> output)
{
    private const int LongestNumber = 24;
    private const int ChunkSize = 4096;
    private const int TicksPerHalfMillisecond = (int)(TimeSpan.TicksPerMillisecond / 2);
    private Span<byte> _span;
    private int _used;

    public void Literal(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Room(utf8.Length));
        _used += utf8.Length;
    }

    public void Line(ReadOnlySpan<byte> utf8)
    {
        Literal(utf8);
        EndLine();
    }

    public void EndLine() => Literal("\n"u8);

    public void Integer(long value)
    {
        Utf8Formatter.TryFormat(value, Room(LongestNumber), out int written);
        _used += written;
    }

    /// <summary>Seconds with as many decimals as the duration has, at most seven.</summary>
    public void Seconds(TimeSpan duration)
    {
        long ticks = Math.Max(duration.Ticks, 0);
        Integer(ticks / TimeSpan.TicksPerSecond);
        long fraction = ticks % TimeSpan.TicksPerSecond;
        if (fraction == 0) return;
        Span<byte> room = Room(8);
        room[0] = (byte)'.';
        int length = 1;
        for (long unit = TimeSpan.TicksPerSecond / 10; fraction > 0; unit /= 10)
        {
            room[length++] = (byte)('0' + fraction / unit);
            fraction %= unit;
        }

        _used += length;
    }

    /// <summary>A decimal with three decimals (4.4.6.2, FRAME-RATE).</summary>
    public void ThreeDecimals(decimal value)
    {
        Utf8Formatter.TryFormat(value, Room(40), out int written, new StandardFormat('F', 3));
        _used += written;
    }

    /// <summary>A date and time in UTC, to the nearest millisecond.</summary>
    public void Timestamp(DateTime utc)
    {
        DateTime rounded = utc.Ticks > DateTime.MaxValue.Ticks - TicksPerHalfMillisecond ? utc : utc.AddTicks(TicksPerHalfMillisecond);
        rounded.TryFormat(Room(32), out int written, "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        _used += written;
    }

    public void Quoted(ReadOnlySpan<char> text)
    {
        Literal("\""u8);
        Text(text);
        Literal("\""u8);
    }

    /// <summary>A URI in quotes with the caller's query behind it.</summary>
    public void QuotedUri(ReadOnlySpan<char> uri, ReadOnlySpan<char> query)
    {
        Literal("\""u8);
        UriWithQuery(uri, query);
        Literal("\""u8);
    }

    public void UriWithQuery(ReadOnlySpan<char> uri, ReadOnlySpan<char> query)
    {
        Text(uri);
        if (query.IsEmpty) return;
        Literal(uri.Contains('?') ? "&"u8 : "?"u8);
        Text(query);
    }

    /// <summary>Text that can neither end its line nor its quotes: line ends become spaces, quotes become apostrophes (4.2).</summary>
    public void Text(ReadOnlySpan<char> text)
    {
        Span<byte> room = Room(Encoding.UTF8.GetMaxByteCount(text.Length));
        int written = Encoding.UTF8.GetBytes(text, room);
        foreach (ref byte b in room[..written])
        {
            if (b == (byte)'"') b = (byte)'\'';
            else if (b is (byte)'\r' or (byte)'\n') b = (byte)' ';
        }

        _used += written;
    }

    public void Flush()
    {
        if (_used > 0) output.Advance(_used);
        _used = 0;
        _span = default;
    }

    private Span<byte> Room(int length)
    {
        if (_span.Length - _used < length)
        {
            Flush();
            _span = output.GetSpan(Math.Max(length, ChunkSize));
        }

        return _span[_used..];
    }
}
