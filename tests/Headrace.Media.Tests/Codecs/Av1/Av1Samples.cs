using Headrace.Media.Tests.Bits;

namespace Headrace.Media.Tests.Codecs.Av1;

/// <summary>Sequence headers that no encoder at hand makes, bit by bit (AV1, 5.5.1); each with header and size.</summary>
internal static class Av1Samples
{
    /// <summary>30000/1001 frames a second, level 5.1 in the high tier, a delay of four frames, 1920x1080.</summary>
    public static byte[] Timed { get; } = Obu(Tail(
        new BitWriter().Write(0, 3).Flag(false).Flag(false)
            .Flag(true).Write(1001, 32).Write(30_000, 32).Flag(true).Ue(0).Flag(false)
            .Flag(true).Write(0, 5).Write(0, 12).Write(13, 5).Flag(true).Flag(true).Write(3, 4),
        1920,
        1080));

    /// <summary>A decoder model, two operating points, frame ids.</summary>
    public static byte[] Modelled { get; } = Obu(Tail(
        new BitWriter().Write(0, 3).Flag(false).Flag(false)
            .Flag(true).Write(1, 32).Write(50, 32).Flag(false).Flag(true)
            .Write(9, 5).Write(1, 32).Write(7, 5).Write(15, 5)
            .Flag(false).Write(1, 5)
            .Write(0x103, 12).Write(8, 5).Flag(false).Flag(true).Write(100, 10).Write(200, 10).Flag(false)
            .Write(0x101, 12).Write(4, 5).Flag(false),
        640,
        360,
        hasFrameIds: true));

    /// <summary>A still picture with the reduced header.</summary>
    public static byte[] Still { get; } = Obu(
        new BitWriter().Write(0, 3).Flag(true).Flag(true).Write(2, 5)
            .Write(9, 4).Write(9, 4).Write(799, 10).Write(599, 10)
            .Write(0, 3).Write(0, 3)
            .Flag(false).Flag(false).Flag(false).Flag(false).Write(0, 2).Flag(false)
            .Flag(false).Flag(true).ToBytes());

    private static byte[] Tail(BitWriter bits, uint width, uint height, bool hasFrameIds = false)
    {
        bits.Write(11, 4).Write(11, 4).Write(width - 1, 12).Write(height - 1, 12).Flag(hasFrameIds);
        if (hasFrameIds) bits.Write(6, 4).Write(1, 3);
        return bits.Write(0, 3)
            .Write(0, 4).Flag(true).Write(0, 2).Flag(true).Flag(true).Write(6, 3)
            .Write(0, 3)
            .Flag(false).Flag(false).Flag(true).Write(9, 8).Write(16, 8).Write(9, 8).Flag(false).Write(2, 2).Flag(false)
            .Flag(true).Flag(true).ToBytes();
    }

    private static byte[] Obu(byte[] payload) => [0x0A, (byte)payload.Length, .. payload];
}
