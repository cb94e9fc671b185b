using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Av1;
using Headrace.Media.Tracks;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtp.Tests.PayloadFormats;

/// <summary>A seeded stream of canonical temporal units: key frames, frames that are not shown before the one that is, metadata, tile groups.</summary>
internal sealed class Av1Stream : IDisposable
{
    /// <summary>libaom's, 64x48, with header and size.</summary>
    public static readonly byte[] SequenceHeader = Hex.Parse("0A0A 00000002AFF79B5F2008");

    private const int FrameDuration = 3600;
    private const int KeyInterval = 12;

    public Av1Stream(int seed, int count, int maxBytes)
    {
        Track = new Track(0, Format, ParameterSets.Empty);
        Random random = new(seed);
        for (int i = 0; i < count; i++)
        {
            bool isKey = i % KeyInterval == 0;
            byte[] payload = Payload(random, isKey, maxBytes);
            Units.Add(TestPackets.Unit(Track, i, (long)i * FrameDuration, MediaBufferPool.Shared.Copy(payload), isKey ? RandomAccess.Idr : RandomAccess.None));
        }
    }

    /// <summary>What the sequence header says.</summary>
    public static Av1Format Format
    {
        get
        {
            Assert.True(Av1Obu.TryRead(SequenceHeader, out Av1Obu header, out _));
            return Assert.IsType<Av1Format>(Av1Format.Of(header));
        }
    }

    public Track Track { get; }

    public List<AccessUnit> Units { get; } = [];

    public void Dispose() => Units.ForEach(unit => unit.Release());

    /// <summary>An open bitstream unit with its size.</summary>
    public static byte[] Obu(byte header, params byte[] payload)
    {
        Assert.True(Av1Obu.TryRead([header, .. payload], out Av1Obu obu, out _));
        byte[] sized = new byte[obu.SizedLength];
        obu.WriteSized(sized);
        return sized;
    }

    private static byte[] Payload(Random random, bool isKey, int maxBytes)
    {
        List<byte> unit = [];
        if (isKey) unit.AddRange(SequenceHeader);
        if (random.Next(4) == 0) unit.AddRange(Obu(0x28, Bytes(random, 0x04, random.Next(1, 40))));
        for (int hidden = isKey ? 0 : random.Next(3); hidden > 0; hidden--) unit.AddRange(Obu(0x30, Bytes(random, 0x20, random.Next(8, maxBytes))));
        if (random.Next(3) > 0)
        {
            unit.AddRange(Obu(0x30, Bytes(random, isKey ? (byte)0x10 : (byte)0x30, random.Next(8, maxBytes))));
            return [.. unit];
        }

        unit.AddRange(Obu(0x18, Bytes(random, isKey ? (byte)0x10 : (byte)0x30, 12)));
        for (int tiles = random.Next(1, 6); tiles > 0; tiles--) unit.AddRange(Obu(0x20, Bytes(random, 0, random.Next(1, maxBytes / 4))));
        return [.. unit];
    }

    private static byte[] Bytes(Random random, byte first, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        bytes[0] = first;
        return bytes;
    }
}
