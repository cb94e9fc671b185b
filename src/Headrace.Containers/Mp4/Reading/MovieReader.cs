using System.Collections.Immutable;
using Headrace.Containers.Mp4.Boxes;

namespace Headrace.Containers.Mp4.Reading;

/// <summary>Reads <c>moov</c>, of a file or of an init segment. Boxes that it does not know are passed over.</summary>
internal static class MovieReader
{
    private const int SampleDescriptionFields = 8;

    /// <summary>Reads the box.</summary>
    /// <param name="movie">The box.</param>
    /// <param name="isInit">True where each track must have the defaults of its fragments (<c>trex</c>).</param>
    /// <param name="tracks">Its tracks, at least one; default on error.</param>
    public static Mp4Error Read(in Box movie, bool isInit, out ImmutableArray<InitTrack> tracks)
    {
        tracks = default;
        uint timescale = 0;
        List<MovieTrackHead> heads = [];
        Dictionary<uint, TrackExtendsBox> defaults = [];
        BoxReader boxes = movie.Children();
        while (boxes.TryRead(out Box box))
        {
            Mp4Error error = default;
            if (box.Type == BoxTypes.Mvhd && MovieHeaderBox.TryRead(box.Body, out MovieHeaderBox header)) timescale = header.Timescale;
            else if (box.Type == BoxTypes.Trak) error = ReadTrack(box, heads);
            else if (box.Type == BoxTypes.Mvex) error = ReadDefaults(box, defaults);
            if (!error.IsNone) return error;
        }

        if (!boxes.Error.IsNone) return boxes.Error;
        if (heads.Count == 0) return movie.Missing(BoxTypes.Trak);
        ImmutableArray<InitTrack>.Builder all = ImmutableArray.CreateBuilder<InitTrack>(heads.Count);
        foreach (MovieTrackHead head in heads)
        {
            bool isFragmented = defaults.TryGetValue(head.Header.TrackId, out TrackExtendsBox extends);
            if (isInit && !isFragmented) return movie.Missing(BoxTypes.Trex);
            all.Add(head.ToTrack(isFragmented ? extends : null, timescale));
        }

        tracks = all.MoveToImmutable();
        return default;
    }

    private static Mp4Error ReadDefaults(in Box container, Dictionary<uint, TrackExtendsBox> defaults)
    {
        BoxReader boxes = container.Children();
        while (boxes.TryRead(out Box box))
        {
            if (box.Type != BoxTypes.Trex) continue;
            if (!TrackExtendsBox.TryRead(box.Body, out TrackExtendsBox extends)) return box.Error(Mp4Fault.BadContent);
            if (defaults.Count == InitSegmentInfo.MaxTracks || !defaults.TryAdd(extends.TrackId, extends)) return box.Error(Mp4Fault.BadTracks);
        }

        return boxes.Error;
    }

    private static Mp4Error ReadTrack(in Box trak, List<MovieTrackHead> heads)
    {
        MovieTrackHead head = new();
        Mp4Error error = ReadInto(trak, head);
        if (error.IsNone) error = head.FindMissing(trak);
        if (!error.IsNone) return error;
        if (heads.Count == InitSegmentInfo.MaxTracks || heads.Exists(other => other.Header.TrackId == head.Header.TrackId)) return trak.Error(Mp4Fault.BadTracks);
        heads.Add(head);
        return default;
    }

    private static Mp4Error ReadInto(in Box container, MovieTrackHead head)
    {
        BoxReader boxes = container.Children();
        while (boxes.TryRead(out Box box))
        {
            Mp4Error error = IsContainer(box.Type) ? ReadInto(box, head) : box.Type == BoxTypes.Stsd ? ReadSampleEntries(box, head) : head.Take(box);
            if (!error.IsNone) return error;
        }

        return boxes.Error;
    }

    private static bool IsContainer(FourCc type) => type == BoxTypes.Mdia || type == BoxTypes.Minf || type == BoxTypes.Stbl || type == BoxTypes.Edts;

    private static Mp4Error ReadSampleEntries(in Box descriptions, MovieTrackHead head)
    {
        BoxReader entries = descriptions.Children(SampleDescriptionFields);
        while (entries.TryRead(out Box entry)) head.AddEntry(entry);
        return entries.Error;
    }
}
