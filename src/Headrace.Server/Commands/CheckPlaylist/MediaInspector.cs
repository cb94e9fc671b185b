using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.Fragments;
using Headrace.Manifests.Hls.Checking;

namespace Headrace.Server.Commands.CheckPlaylist;

/// <summary>Reads from fragmented MP4 what the checker wants to know of it.</summary>
internal static class MediaInspector
{
    /// <summary>Times of the track that leads: the first video, else the first with samples; null with the reason where there is none.</summary>
    public static MediaTiming? Inspect(InitSegmentInfo init, ReadOnlySpan<byte> bytes, out string? fault)
    {
        fault = null;
        if (!FragmentReader.TryRead(init, bytes, out FragmentContents? contents, out Mp4Error error))
        {
            fault = error.ToString();
            return null;
        }

        TrackTiming? leading = null;
        foreach (TrackTiming track in contents.Tracks)
        {
            if (leading is not { } first || (IsVideo(init, track) && !IsVideo(init, first))) leading = track;
        }

        if (leading is not { } timing)
        {
            fault = "no fragment with samples";
            return null;
        }

        if (timing.HasStep) fault = "its fragments do not follow each other in time";
        return new MediaTiming(timing.FirstDecodeTime, timing.Duration, (int)timing.Timescale, PlaceOf(contents, timing));
    }

    private static bool IsVideo(InitSegmentInfo init, TrackTiming track) => init.Find(track.TrackId) is { IsVideo: true };

    private static RandomAccessPlace PlaceOf(FragmentContents contents, TrackTiming timing)
    {
        if (timing.StartsWithSync) return RandomAccessPlace.AtStart;
        foreach (SampleInfo sample in contents.Samples)
        {
            if (sample.TrackId == timing.TrackId && sample.IsSync) return RandomAccessPlace.Within;
        }

        return RandomAccessPlace.None;
    }
}
