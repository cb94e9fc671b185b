using System.Buffers.Binary;

namespace Headrace.Endpoints.Tests.Made;

/// <summary>
/// Puts units together from the packets of one track, by the letter of RFC 6184 and RFC 3640: a hole, a fragment without its beginning or a
/// second timestamp before the marker is a failed test.
/// </summary>
internal sealed class RtpUnits(bool isVideo)
{
    private readonly List<byte[]> _pieces = [];
    private readonly List<byte> _fragment = [];
    private uint _timestamp;

    public bool IsVideo => isVideo;

    /// <summary>Number and timestamp of the first packet.</summary>
    public (ushort Sequence, uint Timestamp)? First { get; private set; }

    /// <summary>Number that the next packet must have; null before the first.</summary>
    public ushort? NextSequence { get; set; }

    /// <summary>True where numbers may jump forward: a viewer who fell behind. A jump must be between units.</summary>
    public bool MayJump { get; set; }

    /// <summary>Numbers that were jumped over.</summary>
    public int Missing { get; private set; }

    public List<MadeUnit> Units { get; } = [];

    /// <summary>Indexes of units that came right behind a jump.</summary>
    public List<int> AfterJump { get; } = [];

    public void Add(byte[] packet)
    {
        Assert.Equal(0x80, packet[0]);
        ushort sequence = BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(2));
        uint timestamp = BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(4));
        bool hasMarker = (packet[1] & 0x80) != 0;
        First ??= (sequence, timestamp);
        if (NextSequence is { } next && next != sequence) Jump(next, sequence);
        NextSequence = (ushort)(sequence + 1);
        if (_pieces.Count > 0 || _fragment.Count > 0) Assert.Equal(_timestamp, timestamp);
        _timestamp = timestamp;
        byte[] payload = packet[12..];
        if (!isVideo)
        {
            Assert.True(hasMarker);
            AddSound(payload, timestamp);
            return;
        }

        Unpack(payload);
        if (!hasMarker) return;
        Assert.Empty(_fragment);
        Units.Add(new MadeUnit(isVideo, timestamp, [.. _pieces]));
        _pieces.Clear();
    }

    private void Jump(ushort expected, ushort sequence)
    {
        Assert.True(MayJump, $"packet {sequence} came where {expected} should");
        Assert.True(unchecked((short)(sequence - expected)) > 0, $"packet {sequence} came after {expected - 1}");
        Assert.True(_pieces.Count == 0 && _fragment.Count == 0, "the hole is inside of a unit");
        Missing += unchecked((ushort)(sequence - expected));
        AfterJump.Add(Units.Count);
    }

    private void Unpack(byte[] payload)
    {
        switch (payload[0] & 31)
        {
            case 28:
                if ((payload[1] & 0x80) != 0)
                {
                    Assert.Empty(_fragment);
                    _fragment.Add((byte)(payload[0] & 0xE0 | payload[1] & 31));
                }

                Assert.NotEmpty(_fragment);
                _fragment.AddRange(payload.AsSpan(2));
                if ((payload[1] & 0x40) == 0) return;
                AddNal([.. _fragment]);
                _fragment.Clear();
                return;
            case 24:
                for (int at = 1; at < payload.Length;)
                {
                    int length = BinaryPrimitives.ReadUInt16BigEndian(payload.AsSpan(at));
                    AddNal(payload[(at + 2)..(at + 2 + length)]);
                    at += 2 + length;
                }

                return;
            default:
                AddNal(payload);
                return;
        }
    }

    private void AddNal(byte[] nal)
    {
        if ((nal[0] & 31) is not (7 or 8)) _pieces.Add(nal);
    }

    private void AddSound(byte[] payload, uint timestamp)
    {
        int headers = BinaryPrimitives.ReadUInt16BigEndian(payload) / 8;
        int at = 2 + headers;
        for (int i = 0; i < headers; i += 2, timestamp += 1024)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(payload.AsSpan(2 + i)) >> 3;
            Units.Add(new MadeUnit(false, timestamp, [payload[at..(at + length)]]));
            at += length;
        }

        Assert.Equal(payload.Length, at);
    }
}
