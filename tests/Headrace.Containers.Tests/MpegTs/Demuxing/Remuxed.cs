using Headrace.Containers.MpegTs;
using Headrace.Containers.MpegTs.Muxing;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Tests.MpegTs.Demuxing;

/// <summary>What was demuxed, written by our own muxer.</summary>
internal static class Remuxed
{
    public static byte[] Write(DemuxedStream stream)
    {
        MediaBufferPool pool = new();
        using MediaBufferWriter output = new(pool);
        TsMuxer muxer = new();
        Track[] tracks = [.. stream.Tracks.Select((_, i) => TrackOf(i, stream.Of(i).First()))];
        muxer.SetTracks([.. tracks]);
        long[] last = new long[tracks.Length];
        foreach (DemuxedStream.Unit unit in stream.Units)
        {
            if (!ReferenceEquals(tracks[unit.Track].Format, unit.Whole.Format) || !ReferenceEquals(tracks[unit.Track].ParameterSets, unit.Whole.ParameterSets))
            {
                tracks[unit.Track] = TrackOf(unit.Track, unit);
                muxer.SetTracks([.. tracks]);
            }

            Track track = tracks[unit.Track];
            long decode = last[unit.Track] = TsTimestamp.Unwrap(unit.Decode, last[unit.Track] == 0 ? unit.Decode : last[unit.Track]);
            long time = Timebase.Rescale(decode, TsTimestamp.ClockRate, track.ClockRate);
            int offset = (int)Timebase.Rescale(TsTimestamp.Difference(unit.Presentation, unit.Decode), TsTimestamp.ClockRate, track.ClockRate);
            MediaBuffer payload = pool.Copy(unit.Bytes);
            AccessUnit written = TestUnits.Unit(track, time, unit.Whole.RandomAccess, payload, track.Kind == MediaKind.Video && unit.Whole.RandomAccess.IsPoint, offset, unit.Whole.Picture, unit.Whole.TemporalId);
            Assert.True(muxer.TryWrite(written, output));
            written.Release();
        }

        return output.Written.ToArray();
    }

    private static Track TrackOf(int id, DemuxedStream.Unit unit) => new(id, unit.Whole.Format, unit.Whole.ParameterSets);
}
