using System.Buffers.Binary;
using Headrace.Containers.Tests.Mp4;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Tests.MpegTs;

/// <summary>Units as a path has them. Payloads are of this process's own making: random bytes that hold no start code.</summary>
internal sealed class TestUnits(MediaBufferPool pool)
{
    private readonly Random _random = new(7);

    /// <summary>A picture of NAL units of these sizes, or of one.</summary>
    public AccessUnit Picture(Track track, long decodeTime, bool isPoint = false, int offset = 0, PictureKind kind = PictureKind.P, byte temporalId = 0, params int[] sizes)
    {
        using MediaBufferWriter payload = new(pool);
        foreach (int size in sizes.Length == 0 ? [1000] : sizes)
        {
            BinaryPrimitives.WriteInt32BigEndian(payload.Reserve(4), size);
            Fill(payload.Reserve(size), isPoint);
        }

        return Unit(track, decodeTime, isPoint ? RandomAccess.Idr : RandomAccess.None, payload.Detach(), isPoint, offset, kind, temporalId);
    }

    /// <summary>A picture before which time does not go on smoothly.</summary>
    public AccessUnit PictureAfterGap(Track track, long decodeTime) => new()
    {
        Track = track,
        Sequence = 0,
        DecodeTime = decodeTime,
        PresentationOffset = 0,
        PathTime = Timebase.ToNanoseconds(decodeTime, track.ClockRate),
        Arrival = default,
        RandomAccess = RandomAccess.Idr,
        IsJoinPoint = true,
        IsDiscontinuity = true,
        Payload = pool.Copy([0, 0, 0, 3, 0x65, 1, 2]),
    };

    /// <summary>A frame of sound.</summary>
    public AccessUnit Sound(Track track, long decodeTime, int size = 300, bool isJoinPoint = false)
    {
        byte[] bytes = new byte[size];
        Fill(bytes, true);
        return Unit(track, decodeTime, RandomAccess.Idr, pool.Copy(bytes), isJoinPoint);
    }

    /// <summary>A unit as described.</summary>
    public static AccessUnit Unit(
        Track track, long decodeTime, RandomAccess access, MediaBuffer payload, bool isJoinPoint = false, int offset = 0, PictureKind kind = PictureKind.None, byte temporalId = 0) => new()
        {
            Track = track,
            Sequence = 0,
            DecodeTime = decodeTime,
            PresentationOffset = offset,
            PathTime = Timebase.ToNanoseconds(decodeTime, track.ClockRate),
            Arrival = default,
            RandomAccess = access,
            IsJoinPoint = isJoinPoint,
            Picture = kind,
            TemporalId = temporalId,
            Payload = payload,
        };

    private void Fill(Span<byte> bytes, bool isPoint)
    {
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)_random.Next(1, 256);
        if (bytes.Length > 0) bytes[0] = (byte)(isPoint ? 0x65 : 0x41);
    }
}
