using System.Buffers.Binary;

namespace Headrace.Containers.Mp4.Boxes;

/// <summary>
/// Edit list (<c>elst</c>, ISO/IEC 14496-12, 8.6.6), as far as it is followed: how much later than the movie a track begins, and which of its media is its first. Media behind a
/// second cut is not shown apart: <see cref="HasFurtherCuts"/> says so.
/// </summary>
/// <param name="EmptyDuration">Nothing is shown for so long at the beginning, in ticks of the movie.</param>
/// <param name="MediaTime">Composition time, in ticks of the track, of what is shown then.</param>
/// <param name="Duration">How long that is shown, in ticks of the movie; 0 to the track's end.</param>
/// <param name="HasFurtherCuts">True when more media follows in an order of its own.</param>
public readonly record struct EditListBox(ulong EmptyDuration, long MediaTime, ulong Duration, bool HasFurtherCuts)
{
    // Far beyond any media: what is added to it never overflows.
    private const ulong MaxTime = 1UL << 56;
    private const int EntrySizeVersion0 = 12;
    private const int EntrySizeVersion1 = 20;

    /// <summary>Reads the body of the box. False when there are fewer entries than it says, or times without sense.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out EditListBox box)
    {
        box = default;
        if (!Box.TryReadFull(body, out byte version, out _, out ReadOnlySpan<byte> fields) || version > 1 || fields.Length < 4) return false;
        uint count = BinaryPrimitives.ReadUInt32BigEndian(fields);
        ReadOnlySpan<byte> entries = fields[4..];
        int size = version == 0 ? EntrySizeVersion0 : EntrySizeVersion1;
        if ((ulong)count * (uint)size > (ulong)entries.Length) return false;
        for (uint i = 0; i < count; i++, entries = entries[size..])
        {
            ulong duration = version == 0 ? BinaryPrimitives.ReadUInt32BigEndian(entries) : BinaryPrimitives.ReadUInt64BigEndian(entries);
            long media = version == 0 ? BinaryPrimitives.ReadInt32BigEndian(entries[4..]) : BinaryPrimitives.ReadInt64BigEndian(entries[8..]);
            if (media > (long)MaxTime || media < -1 || duration > MaxTime) return false;
            if (media >= 0)
            {
                box = box with { MediaTime = media, Duration = duration, HasFurtherCuts = i + 1 < count };
                return true;
            }

            box = box with { EmptyDuration = box.EmptyDuration + duration };
            if (box.EmptyDuration > MaxTime) return false;
        }

        return true;
    }
}
