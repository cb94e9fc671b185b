using System.Collections.Immutable;
using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.Fragments;
using Headrace.Containers.Mp4.SampleEntries;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.TestKit.Processes;

namespace Headrace.Containers.Tests.Mp4.Strangers;

/// <summary>One track of a clip, as ffmpeg's own fragmented MP4 gives it to our readers.</summary>
internal sealed record CodecClip(string Path, Track Track, uint Timescale, ImmutableArray<FragmentSample> Samples, ImmutableArray<SampleInfo> Read)
{
    private const int SamplesPerFragment = 6;
    private const int FragmentsPerSegment = 5;

    // Ten hours in: more ticks of 90 kHz than 31 bits hold.
    private const long Beginning = 36_000;

    /// <summary>Composition offsets in ticks of the track's clock.</summary>
    public IEnumerable<long> Offsets => Samples.Select(sample => Rescale(sample.CompositionOffset));

    /// <summary>Decode times in ticks of the track's clock since the first sample, and the end of the last one.</summary>
    public IEnumerable<long> Starts => Read.Select(sample => sample.DecodeTime).Append(Read[^1].DecodeTime + Read[^1].Duration).Select(time => Rescale(time - Read[0].DecodeTime));

    /// <summary>Copies one track of a file into fragments by ffmpeg and reads those. <paramref name="stream"/> is an ffmpeg stream specifier such as <c>v:0</c>.</summary>
    public static async Task<CodecClip> LoadAsync(string source, string stream, string folder, MediaBufferPool pool)
    {
        string path = System.IO.Path.Combine(folder, $"{stream[0]}-source.mp4");
        await ClientProcess.RunAsync(
            "ffmpeg",
            ["-nostdin", "-loglevel", "error", "-y", "-i", source, "-map", $"0:{stream}", "-c", "copy", "-strict", "experimental", "-movflags", "delay_moov+default_base_moof+frag_keyframe", path]);
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

    /// <summary>Writes the samples by our writers, in segments of several fragments, and gives the file's path.</summary>
    public async Task<string> WriteAsync(string folder, MediaBufferPool pool)
    {
        string path = System.IO.Path.Combine(folder, "written.mp4");
        await File.WriteAllBytesAsync(path, Write(pool));
        return path;
    }

    private byte[] Write(MediaBufferPool pool)
    {
        using MediaBufferWriter output = new(pool);
        uint trackId = (uint)Track.Id + 1;
        InitSegment.Write(Track, trackId, output);
        long[] starts = [.. Starts];
        FragmentSample[] samples = [.. Samples.Zip(Offsets, (sample, offset) => sample with { CompositionOffset = (int)offset })];
        for (int i = 0; i < samples.Length; i++) samples[i] = samples[i] with { Duration = (uint)(starts[i + 1] - starts[i]) };
        for (int at = 0, fragment = 0; at < samples.Length; at += SamplesPerFragment, fragment++)
        {
            bool beginsSegment = fragment % FragmentsPerSegment == 0;
            long time = Beginning * Track.ClockRate + starts[at];
            FragmentHeader header = new()
            {
                TrackId = trackId,
                SequenceNumber = (uint)fragment,
                BaseDecodeTime = time,
                BeginsSegment = beginsSegment,
                ReferenceTime = beginsSegment ? new ProducerReferenceTime(DateTime.UnixEpoch.AddYears(56), time) : null,
            };
            FragmentWriter.Write(samples.AsSpan(at, Math.Min(SamplesPerFragment, samples.Length - at)), header, output);
        }

        return output.Written.ToArray();
    }

    private long Rescale(long ticks) => Timebase.Rescale(ticks, Timescale, Track.ClockRate);
}
