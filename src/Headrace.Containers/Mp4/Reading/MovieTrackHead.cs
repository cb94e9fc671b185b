using System.Collections.Immutable;
using Headrace.Containers.Mp4.Boxes;
using Headrace.Containers.Mp4.SampleEntries;

namespace Headrace.Containers.Mp4.Reading;

/// <summary>What <c>trak</c> says, as it is read.</summary>
internal sealed class MovieTrackHead
{
    private readonly ImmutableArray<SampleCoding?>.Builder _codings = ImmutableArray.CreateBuilder<SampleCoding?>();
    private TrackHeaderBox? _header;
    private MediaHeaderBox? _media;
    private HandlerBox? _handler;
    private FourCc? _entry;
    private SampleDescription? _description;
    private SampleTables _tables;
    private EditListBox _edits;

    public TrackHeaderBox Header => _header.GetValueOrDefault();

    /// <summary>Takes a sample entry; those past <see cref="InitTrack.MaxSampleEntries"/> are not looked at.</summary>
    public void AddEntry(in Box entry)
    {
        if (_codings.Count == InitTrack.MaxSampleEntries) return;
        _codings.Add(Mp4SampleEntries.ReadCoding(entry));
        if (_entry is not null) return;
        _entry = entry.Type;
        _description = Mp4SampleEntries.Read(entry);
    }

    /// <summary>Takes a box that is no container.</summary>
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

            // QuickTime has a second one, of the data's reference.
            _handler ??= handler;
        }
        else if (box.Type == BoxTypes.Elst)
        {
            isGood = EditListBox.TryRead(box.Body, out _edits);
        }
        else
        {
            _tables = _tables.With(box) ?? _tables;
        }

        return isGood ? default : box.Error(Mp4Fault.BadContent);
    }

    /// <summary>The error that a box is not there which must be.</summary>
    public Mp4Error FindMissing(in Box trak) =>
        _header is null ? trak.Missing(BoxTypes.Tkhd)
        : _media is null ? trak.Missing(BoxTypes.Mdhd)
        : _handler is null ? trak.Missing(BoxTypes.Hdlr)
        : _entry is null ? trak.Missing(BoxTypes.Stsd)
        : default;

    /// <summary>The track.</summary>
    /// <param name="defaults">Defaults of its fragments, where it has some.</param>
    /// <param name="movieTimescale">Ticks a second of the movie; 0 where it does not say.</param>
    public InitTrack ToTrack(TrackExtendsBox? defaults, uint movieTimescale)
    {
        uint timescale = _media.GetValueOrDefault().Timescale;
        return new InitTrack(
            Header.TrackId,
            timescale,
            _handler.GetValueOrDefault().HandlerType,
            _entry.GetValueOrDefault(),
            _description,
            (int)(Header.Width >> 16),
            (int)(Header.Height >> 16),
            defaults ?? new TrackExtendsBox(Header.TrackId, 1, 0, 0, default))
        {
            IsFragmented = defaults is not null,
            Codings = _codings.ToImmutable(),
            Edit = TrackEdit.Of(_edits, timescale, movieTimescale),
            Tables = _tables,
        };
    }
}
