using Headrace.Containers.Mp4.Reading;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;

namespace Headrace.Containers.Tests.Mp4.Reading;

/// <summary>A file of bytes, and all units that were read of it.</summary>
internal sealed class OpenedFile(byte[] bytes) : IRandomBytes
{
    private readonly MediaBufferPool _pool = new();

    public List<Unit> Units { get; } = [];

    public IReadOnlyList<Mp4Track> Tracks { get; private set; } = [];

    public IReadOnlyList<Mp4Omission> Omitted { get; private set; } = [];

    public string? Fault { get; private set; }

    public long Outstanding => _pool.Outstanding;

    public long Length => bytes.Length;

    public static OpenedFile Of(byte[] bytes)
    {
        OpenedFile file = new(bytes);
        file.ReadAll();
        return file;
    }

    public IEnumerable<Unit> Of(int track) => Units.Where(unit => unit.Track == track);

    public int Read(long offset, Span<byte> into)
    {
        int count = (int)Math.Clamp(bytes.Length - offset, 0, into.Length);
        bytes.AsSpan((int)Math.Min(offset, bytes.Length), count).CopyTo(into);
        return count;
    }

    private void ReadAll()
    {
        if (!Mp4File.TryOpen(this, _pool, out Mp4File? file, out string? fault))
        {
            Fault = fault;
            return;
        }

        using (file)
        {
            (Tracks, Omitted) = (file.Tracks, file.Omitted);
            while (file.TryRead(out int track, out Mp4UnitTime time, out _, out AssembledUnit unit))
            {
                Units.Add(Unit.Of(track, time, unit));
                unit.Payload.Release();
            }

            Fault = file.Fault;
        }
    }
}
