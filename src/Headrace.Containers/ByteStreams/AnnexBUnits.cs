using System.Runtime.CompilerServices;
using Headrace.Media.Codecs;

namespace Headrace.Containers.ByteStreams;

/// <summary>The access units of an H.264 or H.265 byte stream that something writes: an encoder's output, a file.</summary>
public static class AnnexBUnits
{
    private const int PieceLength = 64 * 1024;

    /// <summary>Reads units to the end of a stream, each as soon as the next one begins. One is valid until the next is asked for.</summary>
    /// <param name="stream">What is read; it stays open.</param>
    /// <param name="codec">H.264 or H.265.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Stream stream, Codec codec, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using AnnexBSplitter splitter = new(codec);
        byte[] piece = new byte[PieceLength];
        int read;
        do
        {
            read = await stream.ReadAsync(piece, cancellation).ConfigureAwait(false);
            if (read > 0) splitter.Append(piece.AsSpan(0, read));
            else splitter.Complete();
            while (splitter.TryRead(out ReadOnlyMemory<byte> unit)) yield return unit;
        }
        while (read > 0);
    }
}
