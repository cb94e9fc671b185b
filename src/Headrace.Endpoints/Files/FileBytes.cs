using Headrace.Containers.Mp4.Reading;
using Microsoft.Win32.SafeHandles;

namespace Headrace.Endpoints.Files;

/// <summary>A file that is open for reading.</summary>
internal sealed class FileBytes(SafeFileHandle handle) : IRandomBytes, IDisposable
{
    /// <inheritdoc/>
    public long Length => System.IO.RandomAccess.GetLength(handle);

    /// <inheritdoc/>
    public int Read(long offset, Span<byte> into) => System.IO.RandomAccess.Read(handle, into, offset);

    /// <summary>Opens a file. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> where that cannot be.</summary>
    public static FileBytes Open(string path) => new(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));

    /// <summary>Closes it.</summary>
    public void Dispose() => handle.Dispose();
}
