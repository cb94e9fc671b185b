using System.Collections.Immutable;
using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.Fragments;
using Headrace.Containers.Mp4.SampleEntries;
using Headrace.Media.Buffers;
using Headrace.Media.Tracks;
using Headrace.TestKit.Processes;

namespace Headrace.Containers.Tests.Mp4.Strangers;

/// <summary>One track of a clip, as ffmpeg's own fragmented MP4 gives it to our readers.</summary>
internal sealed record CodecClip(string Path, Track Track, uint Timescale, ImmutableArray<FragmentSample> Samples, ImmutableArray<SampleInfo> Read)
{
    /// <summary>Copies one track of a file into fragments by ffmpeg and reads those. <paramref name="stream"/> is an ffmpeg stream specifier such as <c>v:0</c>.</summary>
    public static async Task<CodecClip> LoadAsync(string source, string stream, string folder, MediaBufferPool pool)
    {
        string path = System.IO.Path.Combine(folder, $"{stream[0]}-source.mp4");
        await ClientProcess.RunAsync(
            "ffmpeg",
            ["-nostdin", "-loglevel", "error", "-y", "-i", source, "-map", $"0:{stream}", "-c", "copy", "-movflags", "empty_moov+default_base_moof+frag_keyframe", path]);
        byte[] bytes = await File.ReadAllBytesAsync(path);
        Assert.True(InitSegmentReader.TryRead(bytes, out InitSegmentInfo? init, out Mp4Error error), error.ToString());
        Assert.True(FragmentReader.TryRead(init, bytes, out FragmentContents? contents, out error), error.ToString());
        InitTrack track = Assert.Single(init.Tracks);
        ImmutableArray<FragmentSample> samples = [.. contents.Samples.Select(sample => new FragmentSample
        {
            Payload = pool.Copy(sample.In(bytes)),
            Duration = sample.Duration,
            CompositionOffset = sample.CompositionOffset,
            Flags = sample.Flags,
        })];
        SampleDescription description = Assert.NotNull(track.Description);
        return new CodecClip(path, new Track(track.IsVideo ? 0 : 1, description.Format, description.ParameterSets), track.Timescale, samples, contents.Samples);
    }
}
