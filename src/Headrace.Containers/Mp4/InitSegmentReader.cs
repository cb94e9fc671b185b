using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Headrace.Containers.Mp4.Boxes;
using Headrace.Containers.Mp4.SampleEntries;

namespace Headrace.Containers.Mp4;

/// <summary>Reads init segments: <c>ftyp</c> and <c>moov</c> with <c>mvex</c>. Boxes that it does not know are passed over.</summary>
public static class InitSegmentReader
{
    private const int SampleDescriptionFields = 8;

    /// <summary>Reads a whole init segment. What follows <c>moov</c> is passed over, so that a whole file may be given too.</summary>
    /// <param name="bytes">The segment.</param>
    /// <param name="info">What it says.</param>
    /// <param name="error">What is wrong when the result is false.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out InitSegmentInfo? info, out Mp4Error error)
    {
        info = null;
        FourCc? brand = null;
        ImmutableArray<InitTrack> tracks = default;
        BoxReader file = new(bytes);
        while (file.TryRead(out Box box))
        {
            if (box.Type == BoxTypes.Ftyp)
            {
                if (!FileTypeBox.TryRead(box.Body, out FileTypeBox type)) return Fails(box.Error(Mp4Fault.BadContent), out error);
                brand = type.Major;
            }
            else if (box.Type == BoxTypes.Moov && tracks.IsDefault)
            {
                tracks = ReadMovie(box, out error);
                if (!error.IsNone) return false;
            }
        }

        if (!file.Error.IsNone) return Fails(file.Error, out error);
        if (brand is null) return Fails(new Mp4Error(Mp4Fault.MissingBox, BoxTypes.Ftyp, 0), out error);
        if (tracks.IsDefault) return Fails(new Mp4Error(Mp4Fault.MissingBox, BoxTypes.Moov, 0), out error);
        info = new InitSegmentInfo(brand.Value, tracks);
        error = default;
        return true;
    }

    private static ImmutableArray<InitTrack> ReadMovie(in Box movie, out Mp4Error error)
    {
        List<TrackHead> heads = [];
        Dictionary<uint, TrackExtendsBox> defaults = [];
        BoxReader boxes = movie.Children();
        while (boxes.TryRead(out Box box))
        {
            error = box.Type == BoxTypes.Trak ? ReadTrack(box, heads) : box.Type == BoxTypes.Mvex ? ReadDefaults(box, defaults) : default;
            if (!error.IsNone) return default;
        }

        error = boxes.Error;
        if (error.IsNone && heads.Count == 0) error = movie.Missing(BoxTypes.Trak);
        if (!error.IsNone) return default;
        ImmutableArray<InitTrack>.Builder tracks = ImmutableArray.CreateBuilder<InitTrack>(heads.Count);
        foreach (TrackHead head in heads)
        {
            if (!defaults.TryGetValue(head.Header.TrackId, out TrackExtendsBox extends))
            {
                error = movie.Missing(BoxTypes.Trex);
                return default;
            }

            tracks.Add(head.ToTrack(extends));
        }

        return tracks.MoveToImmutable();
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

    private static Mp4Error ReadTrack(in Box trak, List<TrackHead> heads)
    {
        TrackHead head = new();
        Mp4Error error = ReadInto(trak, head);
        if (error.IsNone) error = head.FindMissing(trak);
        if (!error.IsNone) return error;
        if (heads.Count == InitSegmentInfo.MaxTracks || heads.Exists(other => other.Header.TrackId == head.Header.TrackId)) return trak.Error(Mp4Fault.BadTracks);
        heads.Add(head);
        return default;
    }

    private static Mp4Error ReadInto(in Box container, TrackHead head)
    {
        BoxReader boxes = container.Children();
        while (boxes.TryRead(out Box box))
        {
            Mp4Error error = IsContainer(box.Type) ? ReadInto(box, head) : box.Type == BoxTypes.Stsd ? ReadSampleEntries(box, head) : head.Take(box);
            if (!error.IsNone) return error;
        }

        return boxes.Error;
    }

    private static bool IsContainer(FourCc type) => type == BoxTypes.Mdia || type == BoxTypes.Minf || type == BoxTypes.Stbl;

    private static Mp4Error ReadSampleEntries(in Box descriptions, TrackHead head)
    {
        BoxReader entries = descriptions.Children(SampleDescriptionFields);
        while (entries.TryRead(out Box entry))
        {
            if (head.SampleEntry is not null) continue;
            head.SampleEntry = entry.Type;
            head.Description = Mp4SampleEntries.Read(entry);
        }

        return entries.Error;
    }

    private static bool Fails(Mp4Error what, out Mp4Error error)
    {
        error = what;
        return false;
    }

    private sealed class TrackHead
    {
        private TrackHeaderBox? _header;
        private MediaHeaderBox? _media;
        private HandlerBox? _handler;

        public TrackHeaderBox Header => _header.GetValueOrDefault();

        public FourCc? SampleEntry { get; set; }

        public SampleDescription? Description { get; set; }

        public Mp4Error Take(in Box box)
        {
            bool isGood = true;
            if (box.Type == BoxTypes.Tkhd)
            {
                isGood = TrackHeaderBox.TryRead(box.Body, out TrackHeaderBox header) && header.TrackId != 0;
                _header = header;
            }
            else if (box.Type == BoxTypes.Mdhd)
            {
                isGood = MediaHeaderBox.TryRead(box.Body, out MediaHeaderBox media) && media.Timescale is > 0 and <= int.MaxValue;
                _media = media;
            }
            else if (box.Type == BoxTypes.Hdlr)
            {
                isGood = HandlerBox.TryRead(box.Body, out HandlerBox handler);
                _handler = handler;
            }

            return isGood ? default : box.Error(Mp4Fault.BadContent);
        }

        public Mp4Error FindMissing(in Box trak) =>
            _header is null ? trak.Missing(BoxTypes.Tkhd)
            : _media is null ? trak.Missing(BoxTypes.Mdhd)
            : _handler is null ? trak.Missing(BoxTypes.Hdlr)
            : SampleEntry is null ? trak.Missing(BoxTypes.Stsd)
            : default;

        public InitTrack ToTrack(TrackExtendsBox defaults) => new(
            Header.TrackId,
            _media.GetValueOrDefault().Timescale,
            _handler.GetValueOrDefault().HandlerType,
            SampleEntry.GetValueOrDefault(),
            Description,
            (int)(Header.Width >> 16),
            (int)(Header.Height >> 16),
            defaults);
    }
}
