using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.SampleEntries;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;

namespace Headrace.Streaming.Held;

/// <summary>Units as a fragmented MP4 file with all tracks that MP4 carries; it begins at time 0. Copied, never decoded.</summary>
public static class Mp4Clip
{
    /// <summary>Bytes of units in a piece, below what one buffer takes; a unit is never cut.</summary>
    private const int MaxPieceBytes = 8 * 1024 * 1024;

    /// <summary>The tracks that are in it.</summary>
    public static IReadOnlyList<Track> TracksOf(HeldUnits held) => [.. held.Tracks.Where(track => Mp4SampleEntries.CanCarry(track, out _))];

    /// <summary>The file in pieces, each of which the caller releases; made as they are asked for.</summary>
    /// <param name="held">The units; kept until the last piece was made. At least one track of them is in <see cref="TracksOf"/>.</param>
    /// <param name="account">Who pays for the pieces.</param>
    public static IEnumerable<MediaBuffer> Write(HeldUnits held, MemoryAccount account)
    {
        using MediaBufferWriter output = new(MediaBufferPool.Shared, account);
        ClipTrack[] tracks = [.. TracksOf(held).Select(track => new ClipTrack([.. held.Units.Where(unit => unit.Track.Id == track.Id)], held.Units[0].PathTime, output))];
        InitSegment.Write([.. tracks.Select(track => (track.Track, track.Id))], output);
        yield return output.Detach();
        long until = held.Units[0].PathTime;
        while (tracks.Any(track => !track.IsAtEnd))
        {
            until += Timebase.NanosecondsPerSecond;
            foreach (ClipTrack track in tracks)
            {
                while (track.TryWrite(until, MaxPieceBytes)) yield return output.Detach();
            }
        }
    }
}
