using Headrace.Media.Buffers;
using Headrace.Media.Timeline;

namespace Headrace.Media.Tests.Timeline;

/// <summary>What has a timestamp that was there before is another copy only where its bytes are the same.</summary>
public sealed class DuplicateTests
{
    private const int Samples = 1_152;

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void FrameOfSoundOfTheSameLengthIsACopyOnlyWithTheSameBytes(bool hasSameBytes, int dropped)
    {
        PathUnderTest path = PathUnderTest.With(PathUnderTest.RtpVideo, PathUnderTest.RtpAudio);
        MediaBufferPool pool = new();
        for (int i = 0; i < 10; i++) Send(path, pool, i, (byte)i);

        // A packet whose first frame has the time of the last one before it: a file that begins again.
        Send(path, pool, 9, hasSameBytes ? (byte)9 : (byte)10);
        for (int i = 10; i < 20; i++) Send(path, pool, i, (byte)(i + 1));
        Assert.Equal(Enumerable.Repeat(TimelineCause.Duplicate, dropped), path.Dropped);
        Assert.Equal(21 - dropped, path.All.Count);
    }

    private static void Send(PathUnderTest path, MediaBufferPool pool, int frame, byte content)
    {
        byte[] bytes = new byte[208];
        bytes.AsSpan(4).Fill(content);
        MediaBuffer payload = pool.Copy(bytes);
        path.Send(PathUnderTest.Audio, frame * 24, frame * Samples, Units.Sound(48_000, Samples) with { Payload = payload });
        payload.Release();
    }
}
