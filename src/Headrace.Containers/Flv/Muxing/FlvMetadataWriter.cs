using System.Buffers;
using Headrace.Containers.Flv.Amf;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Flv.Muxing;

/// <summary>Writes <c>onMetaData</c> (FLV 10.1, E.5), without the times of a file.</summary>
internal static class FlvMetadataWriter
{
    private const double SixteenBits = 16;

    /// <summary>Writes it for the first track of each kind.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<FlvMuxerTrack> tracks)
    {
        FlvMuxerTrack? video = Find(tracks, MediaKind.Video);
        FlvMuxerTrack? audio = Find(tracks, MediaKind.Audio);
        AmfWriter writer = new(output);
        writer.Text("onMetaData");
        writer.EcmaArray(3 + Count(video) + (audio is null ? 0 : 4));
        writer.Boolean("hasVideo", video is not null);
        writer.Boolean("hasAudio", audio is not null);
        if (video is not null) WriteVideo(writer, video);
        if (audio is not null) WriteAudio(writer, audio);
        writer.Text("encoder", "Headrace");
        writer.End();
    }

    private static int Count(FlvMuxerTrack? video) => video is null ? 0 : ((VideoFormat)video.Track.Format).FrameRate is null ? 3 : 4;

    private static void WriteVideo(AmfWriter writer, FlvMuxerTrack video)
    {
        VideoFormat format = (VideoFormat)video.Track.Format;
        writer.Number("width", format.Width);
        writer.Number("height", format.Height);
        if (format.FrameRate is { } rate) writer.Number("framerate", rate.Value);
        writer.Number("videocodecid", IdOf(video));
    }

    private static void WriteAudio(AmfWriter writer, FlvMuxerTrack audio)
    {
        AudioFormat format = (AudioFormat)audio.Track.Format;
        writer.Number("audiosamplerate", format.SampleRate);
        writer.Number("audiosamplesize", SixteenBits);
        writer.Boolean("stereo", format.Channels > 1);
        writer.Number("audiocodecid", IdOf(audio));
    }

    // Enhanced RTMP v1: a FourCC stands there as a number.
    private static double IdOf(FlvMuxerTrack track) => track.IsClassic ? track.Body.ClassicId : track.Body.FourCc!.Value.Value;

    private static FlvMuxerTrack? Find(ReadOnlySpan<FlvMuxerTrack> tracks, MediaKind kind)
    {
        foreach (FlvMuxerTrack track in tracks)
        {
            if (track.Track.Kind == kind) return track;
        }

        return null;
    }
}
