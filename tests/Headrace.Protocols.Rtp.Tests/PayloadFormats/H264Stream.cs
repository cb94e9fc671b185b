using System.Buffers.Binary;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Tracks;

namespace Headrace.Protocols.Rtp.Tests.PayloadFormats;

/// <summary>Units of invented pictures: a key frame every ten, one to four slices of any size.</summary>
internal sealed class H264Stream : IDisposable
{
    private const int FrameDuration = 3000;
    private const int GopLength = 10;

    private readonly MediaBufferPool _pool = new();

    public H264Stream(int seed, int frames, int largestSlice, bool hasSei)
    {
        Random random = new(seed);
        Assert.True(H264Sps.TryParse(H264Nals.Sps, out H264Sps? sps));
        Track = new Track(0, H264Format.Of(sps), H264Nals.Sets);
        for (int i = 0; i < frames; i++)
        {
            bool isKey = i % GopLength == 0;
            List<byte[]> nals = hasSei && random.Next(2) == 0 ? [H264Nals.Sei] : [];
            int slices = 1 + random.Next(4);
            for (int s = 0; s < slices; s++)
            {
                int length = random.Next(3) == 0 ? 8 + random.Next(largestSlice) : 8 + random.Next(200);
                nals.Add(isKey ? H264Nals.Idr(s * 10, length, i / GopLength) : H264Nals.P(i % GopLength, s * 10, length));
            }

            Units.Add(TestPackets.Unit(Track, i, (long)i * FrameDuration, _pool.Copy(Canonical(nals)), isKey ? RandomAccess.Idr : RandomAccess.None));
        }
    }

    public Track Track { get; }

    public List<AccessUnit> Units { get; } = [];

    public static byte[] Canonical(IEnumerable<byte[]> nals)
    {
        List<byte> payload = [];
        byte[] length = new byte[4];
        foreach (byte[] nal in nals)
        {
            BinaryPrimitives.WriteInt32BigEndian(length, nal.Length);
            payload.AddRange([.. length, .. nal]);
        }

        return [.. payload];
    }

    public void Dispose()
    {
        foreach (AccessUnit unit in Units) unit.Release();
        Assert.Equal(0, _pool.Outstanding);
    }
}
