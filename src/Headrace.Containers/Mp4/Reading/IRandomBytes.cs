namespace Headrace.Containers.Mp4.Reading;

/// <summary>Bytes that can be read at any place: a file that somebody else has opened. Its size may change while it is read.</summary>
public interface IRandomBytes
{
    /// <summary>How many there are now.</summary>
    long Length { get; }

    /// <summary>Reads up to as many bytes as there is room for; fewer at the end alone. Throws <see cref="IOException"/> where the medium fails.</summary>
    /// <param name="offset">Where from.</param>
    /// <param name="into">Where to.</param>
    int Read(long offset, Span<byte> into);
}
