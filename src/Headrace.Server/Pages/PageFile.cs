using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Headrace.Server.Pages;

/// <summary>A file of the pages, held in memory with its compressed forms, which are made when the first one asks.</summary>
internal sealed class PageFile
{
    /// <summary>What is smaller than this is sent as it is.</summary>
    private const int LeastCompressed = 256;

    private readonly ImmutableArray<byte> _content;
    private readonly Lazy<ImmutableArray<byte>> _gzip;
    private readonly Lazy<ImmutableArray<byte>> _brotli;
    private readonly string _hash;

    internal PageFile(string name, byte[] content)
    {
        Name = name;
        _content = [.. content];
        _hash = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16));
        _gzip = new Lazy<ImmutableArray<byte>>(() => Compress(stream => new GZipStream(stream, CompressionLevel.Optimal)));
        _brotli = new Lazy<ImmutableArray<byte>>(() => Compress(stream => new BrotliStream(stream, CompressionLevel.Optimal)));
    }

    /// <summary>Its path below the folder of the pages, with slashes.</summary>
    internal string Name { get; }

    /// <summary>True when there are compressed forms.</summary>
    internal bool IsCompressible => PageMediaType.IsText(Name) && _content.Length >= LeastCompressed;

    /// <summary>The form for a content coding: <c>br</c>, <c>gzip</c>, or empty for none.</summary>
    internal ReadOnlyMemory<byte> Form(string coding) => coding switch
    {
        "br" => _brotli.Value.AsMemory(),
        "gzip" => _gzip.Value.AsMemory(),
        _ => _content.AsMemory(),
    };

    /// <summary>The entity tag of that form.</summary>
    internal string Tag(string coding) => coding.Length == 0 ? $"\"{_hash}\"" : $"\"{_hash}-{coding}\"";

    private ImmutableArray<byte> Compress(Func<Stream, Stream> compressor)
    {
        using MemoryStream output = new();
        using (Stream stream = compressor(output)) stream.Write(_content.AsSpan());
        return [.. output.ToArray()];
    }
}
