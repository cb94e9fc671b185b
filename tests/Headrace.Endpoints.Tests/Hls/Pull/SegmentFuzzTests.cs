using System.Collections.Immutable;
using Headrace.Endpoints.Hls.Pull;
using Headrace.Endpoints.Tests.MpegTs;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Hls.Pull;

public sealed class SegmentFuzzTests
{
    [Fact]
    public void SegmentsOfAnyBytesAreReadWithoutAThrow()
    {
        byte[] transport = new MadeTransportStream().Next();
        Fuzz.Run([transport, PackedSound.Make(90_000, 5), PackedSound.Make(-1, 3), [.. "ID3"u8, 4, 0, 0, 0x7F, 0x7F, 0x7F, 0x7F], [0, 0, 0, 8, .. "styp"u8, 0, 0, 0, 16, .. "moof"u8, 0, 0, 0, 8, .. "mfhd"u8]], static bytes =>
        {
            Sink sink = new();
            SegmentForm form = SegmentForms.Find(bytes, hasInit: false, out string? fault);
            Assert.Equal(form == SegmentForm.Unknown, fault is not null);
            if (form == SegmentForm.Unknown) return;
            using SegmentReader reader = SegmentForms.Create(form, sink);
            for (int segment = 0; segment < 2; segment++)
            {
                if (reader.Begin(default, isAfterBreak: segment == 0, default) is not null) return;
                for (int at = 0; at < bytes.Length; at += 500)
                {
                    if (reader.Read(bytes.AsSpan(at, Math.Min(500, bytes.Length - at)), default) is not null) break;
                }

                reader.Complete();
            }
        });
    }

    private sealed class Sink : ISegmentSink
    {
        private int _tracks;

        public MemoryAccount? Account => null;

        public void OnTracks(ImmutableArray<SegmentTrack> tracks) => _tracks = tracks.Length;

        public void OnUnit(int track, long presentation, long decode, in AssembledUnit unit)
        {
            Assert.InRange(track, 0, _tracks - 1);
            unit.Payload.Release();
        }

        public void OnRemark(string remark) => Assert.NotEqual("", remark);
    }
}
