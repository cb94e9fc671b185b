using System.Buffers.Binary;

namespace Headrace.Manifests.Hls.Client;

/// <summary>Something that a client asks a server for. Its driver answers each with exactly one call to the session.</summary>
/// <param name="Rendition">Index of the rendition that it belongs to; 0 before they are known.</param>
/// <param name="Location">Where it is: absolute, <c>http</c> or <c>https</c>.</param>
public abstract record HlsFetch(int Rendition, Uri Location);

/// <summary>A playlist.</summary>
/// <param name="Rendition">Index of the rendition that it belongs to; 0 before they are known.</param>
/// <param name="Location">Where it is, with the directives of a blocking reload where one is asked for.</param>
/// <param name="Patience">How long the server may hold the answer back beyond what answers take: a blocking reload.</param>
public sealed record PlaylistFetch(int Rendition, Uri Location, TimeSpan Patience) : HlsFetch(Rendition, Location);

/// <summary>A segment, or a part of one, with what is needed to read it.</summary>
/// <param name="Rendition">Index of the rendition that it belongs to.</param>
/// <param name="Location">Where it is.</param>
public sealed record SegmentFetch(int Rendition, Uri Location) : HlsFetch(Rendition, Location)
{
    /// <summary>Its media sequence number.</summary>
    public required long Number { get; init; }

    /// <summary>Whether it is a part of the segment, and not all of it.</summary>
    public bool IsPart { get; init; }

    /// <summary>Its duration as the playlist says it.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The range of the resource; null for all of it.</summary>
    public ByteRange? Range { get; init; }

    /// <summary>What decrypts it; null where it is not encrypted.</summary>
    public HlsKey? Key { get; init; }

    /// <summary>The initialization section that it needs; null where it needs none.</summary>
    public MapFetch? Map { get; init; }

    /// <summary>Which run of timestamps it belongs to; the same number in each rendition, where the playlists number alike (RFC 8216, 6.2.4).</summary>
    public required long Era { get; init; }

    /// <summary>True where it does not follow from the one before it in the rendition: its reader begins anew.</summary>
    public bool IsAfterBreak { get; init; }

    /// <summary>Media between it and the one before it that could not be had, as the playlist said its durations.</summary>
    public TimeSpan LostBefore { get; init; }

    /// <summary>UTC of its first sample; null where the playlist does not tell.</summary>
    public DateTime? ProgramDateTime { get; init; }
}

/// <summary>An initialization section (EXT-X-MAP).</summary>
/// <param name="Location">Where it is.</param>
/// <param name="Range">The range of the resource; null for all of it.</param>
/// <param name="Key">What decrypts it; null where it is not encrypted.</param>
public sealed record MapFetch(Uri Location, ByteRange? Range, HlsKey? Key);

/// <summary>A key of AES-128 in CBC mode, and where its chain begins (RFC 8216, 4.3.2.4, 5.2).</summary>
/// <param name="Location">Where the key's 16 bytes are.</param>
/// <param name="Vector">The initialization vector.</param>
public sealed record HlsKey(Uri Location, UInt128 Vector)
{
    /// <summary>Bytes of a key.</summary>
    public const int Length = 16;

    /// <summary>The bytes of the vector.</summary>
    public byte[] VectorBytes()
    {
        byte[] bytes = new byte[Length];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Vector);
        return bytes;
    }
}
