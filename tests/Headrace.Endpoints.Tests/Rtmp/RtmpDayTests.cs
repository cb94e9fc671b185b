using Headrace.Containers.Flv;
using Headrace.Endpoints.Flv;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.MpegTs;
using Headrace.Media.Timing;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Rtmp;

/// <summary>A day of a publisher's messages, in virtual time.</summary>
public sealed class RtmpDayTests
{
    private const string Avc = "0142C01EFFE1000D6742C01ED90141FB016E02040401000568CB83CB20";

    /// <summary>Timestamps of 32 bits in milliseconds wrap in the middle of it; what is published goes on as if nothing were.</summary>
    [Fact]
    public void ADayOverTheWrapIsOneLineOfTime()
    {
        const int PerSecond = 2;
        const int Seconds = 24 * 60 * 60;
        const uint Start = unchecked((uint)-(Seconds / 2 * 1000));
        VirtualTime time = new();
        using LogLines log = new();
        StreamRegistry streams = new(new StreamRegistryOptions(), time, log);
        using (FlvPublisher publisher = new(streams, new TestPublisherSession("cam"), MonotonicTime.Now(time), log.CreateLogger("test")))
        {
            Send(FlvTagType.Video, Start, [0x17, 0, 0, 0, 0, .. Convert.FromHexString(Avc)]);
            long last = -1;
            int discontinuities = 0;
            for (int i = 0; i < Seconds * PerSecond; i++)
            {
                bool isKey = i % 4 == 0;
                Send(FlvTagType.Video, unchecked(Start + (uint)(i * (1000 / PerSecond))), [isKey ? (byte)0x17 : (byte)0x27, 1, 0, 0, 0, 0, 0, 0, 5, isKey ? (byte)0x65 : (byte)0x41, isKey ? (byte)0x88 : (byte)0x9A, 0x84, 0x21, (byte)i]);
                time.Advance(TimeSpan.FromMilliseconds(1000.0 / PerSecond));
                if (i % 100 == 99) publisher.HandleTimeout(MonotonicTime.Now(time));
                if (i < 10 || streams.Find("cam") is not { } stream || stream.Ring.TryTake(stream.Ring.Head - 1) is not { } unit) continue;
                Assert.True(unit.DecodeTime >= last, $"frame {i}");
                last = unit.DecodeTime;
                discontinuities += unit.IsDiscontinuity ? 1 : 0;
                unit.Release();
            }

            Assert.Equal(0, discontinuities);
            Assert.InRange(last / 90_000.0, Seconds - 5, Seconds + 1);

            void Send(FlvTagType type, uint timestamp, byte[] body) => Assert.Null(publisher.Handle(type, timestamp, body, MonotonicTime.Now(time)));
        }

        streams.RemoveAll(SessionEndReason.ServerShutdown);
        Assert.Equal(0, streams.Memory.Used);
    }
}
