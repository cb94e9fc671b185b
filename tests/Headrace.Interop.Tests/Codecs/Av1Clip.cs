using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.Fragments;
using Headrace.Media.Tracks;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Codecs;

/// <summary>The picture of a file as its samples: temporal units, which MP4 has in canonical form but for the place of sequence headers.</summary>
/// <param name="Track">The track.</param>
/// <param name="Units">The samples, and whether decoding may begin with each.</param>
internal sealed record Av1Clip(Track Track, IReadOnlyList<(byte[] Payload, bool IsPoint)> Units)
{
    /// <summary>Reads a file's picture, which ffmpeg copies into fragments first.</summary>
    public static async Task<Av1Clip> LoadAsync(string file, string folder)
    {
        string path = Path.Combine(folder, "fragments.mp4");
        await ClientProcess.RunAsync("ffmpeg", ["-nostdin", "-loglevel", "error", "-y", "-i", file, "-map", "0:v:0", "-c", "copy", "-movflags", "empty_moov+default_base_moof+frag_keyframe", path]);
        byte[] bytes = await File.ReadAllBytesAsync(path);
        Assert.True(InitSegmentReader.TryRead(bytes, out InitSegmentInfo? init, out Mp4Error error), error.ToString());
        Assert.True(FragmentReader.TryRead(init, bytes, out FragmentContents? contents, out error), error.ToString());
        Track track = new(0, Assert.NotNull(init.Tracks[0].Description).Format, ParameterSets.Empty);
        return new Av1Clip(track, [.. contents.Samples.Select(sample => (sample.In(bytes).ToArray(), sample.Flags.IsSync))]);
    }
}
