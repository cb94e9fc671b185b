using Headrace.Containers.Mp4.Boxes;
using Headrace.Containers.Mp4.SampleEntries;
using Headrace.Media.Buffers;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Mp4;

/// <summary>
/// Writes CMAF headers (ISO/IEC 23000-19, 7.3.2.1): <c>ftyp</c> and <c>moov</c> of one track, or of several, whose timescales are the tracks' clock rates.
/// There is no edit list: decode and presentation times are those of the stream's timeline.
/// </summary>
public static class InitSegment
{
    private const uint MovieTimescale = 1000;
    private static readonly FourCc[] Brands = [new("iso6"u8), new("cmfc"u8), new("mp41"u8)];

    /// <summary>Appends the init segment of a track that <see cref="Mp4SampleEntries.CanCarry"/> accepts; another throws.</summary>
    /// <param name="track">The track, with the format and parameter sets that its samples need.</param>
    /// <param name="trackId">The identifier in the file, not 0; those of video and audio of one stream differ.</param>
    /// <param name="output">Where to.</param>
    public static void Write(Track track, uint trackId, MediaBufferWriter output) => Write([(track, trackId)], output);

    /// <summary>The same for several tracks in one file.</summary>
    /// <param name="tracks">At least one; each with its identifier, which are different.</param>
    /// <param name="output">Where to.</param>
    public static void Write(ReadOnlySpan<(Track Track, uint Id)> tracks, MediaBufferWriter output)
    {
        BoxWriter boxes = new(output);
        FileTypeBox.Write(boxes, BoxTypes.Ftyp, Brands[0], Brands);
        using BoxScope movie = boxes.Box(BoxTypes.Moov);
        uint last = 0;
        foreach ((Track track, uint id) in tracks)
        {
            ArgumentOutOfRangeException.ThrowIfZero(id, nameof(tracks));
            if (!Mp4SampleEntries.CanCarry(track, out string? reason)) throw new ArgumentException(reason, nameof(tracks));
            last = Math.Max(last, id);
        }

        new MovieHeaderBox(MovieTimescale, 0, last + 1).Write(boxes);
        foreach ((Track track, uint id) in tracks) WriteTrack(boxes, track, id);
        using BoxScope extends = boxes.Box(BoxTypes.Mvex);
        foreach ((_, uint id) in tracks) new TrackExtendsBox(id, 1, 0, 0, default).Write(boxes);
    }

    private static void WriteTrack(BoxWriter boxes, Track track, uint trackId)
    {
        using BoxScope box = boxes.Box(BoxTypes.Trak);
        (uint width, uint height) = track.Format is VideoFormat video ? VisualSampleEntry.ShownSize(video) : (0, 0);
        bool isAudio = track.Kind == MediaKind.Audio;
        new TrackHeaderBox(trackId, width, height, isAudio).Write(boxes);
        using BoxScope media = boxes.Box(BoxTypes.Mdia);
        new MediaHeaderBox((uint)track.ClockRate, 0).Write(boxes);
        new HandlerBox(isAudio ? HandlerBox.Sound : HandlerBox.Video).Write(boxes);
        using BoxScope information = boxes.Box(BoxTypes.Minf);
        if (isAudio) MediaInformationBoxes.WriteSoundHeader(boxes);
        else MediaInformationBoxes.WriteVideoHeader(boxes);
        MediaInformationBoxes.WriteDataReference(boxes);
        using BoxScope table = boxes.Box(BoxTypes.Stbl);
        using (boxes.FullBox(BoxTypes.Stsd, 0, 0))
        {
            boxes.UInt32(1);
            Mp4SampleEntries.Find(track.Codec)!.Write(track, boxes);
        }

        MediaInformationBoxes.WriteEmptyTables(boxes);
    }
}
