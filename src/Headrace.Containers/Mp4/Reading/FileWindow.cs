using System.Buffers;

namespace Headrace.Containers.Mp4.Reading;

/// <summary>The part of a file that a track reads now: what lies behind one sample is mostly the next one.</summary>
internal sealed class FileWindow(IRandomBytes file) : IDisposable
{
    private const int Size = 256 * 1024;

    private byte[] _bytes = [];
    private long _offset;
    private int _length;

    /// <summary>The bytes at a place, valid until the next call; fewer than were asked for where the file ends.</summary>
    public ReadOnlySpan<byte> Read(long offset, int count)
    {
        if (offset < _offset || offset + count > _offset + _length) Fill(offset, count);
        int at = (int)(offset - _offset);
        return _bytes.AsSpan(at, Math.Min(count, _length - at));
    }

    /// <summary>Gives the bytes back.</summary>
    public void Dispose()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _length) = ([], 0);
    }

    private void Fill(long offset, int count)
    {
        if (_bytes.Length < Math.Max(count, 1))
        {
            Dispose();
            _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(Size, count));
        }

        (_offset, _length) = (offset, 0);
        while (_length < count && file.Read(offset + _length, _bytes.AsSpan(_length)) is > 0 and int read) _length += read;
    }
}
