using System.Collections.Immutable;
using Headrace.Containers.Mp4.Boxes;

namespace Headrace.Containers.Mp4.Fragments;

/// <summary>Reads one <c>moof</c>: places each sample in time and in the file, from what the runs say and from the defaults behind them.</summary>
/// <param name="init">The tracks.</param>
/// <param name="available">Bytes from the first one given on in which samples may lie.</param>
/// <param name="samples">Where samples are added to.</param>
/// <param name="origin">Offset in the file of the first byte given.</param>
/// <param name="times">
/// Where tracks stand, for players: fragments that do not say their time (<c>tfdt</c>) go on there, and those of tracks that are not known are passed over. Null for checkers: both are faults.
/// </param>
internal ref struct MovieFragmentReader(InitSegmentInfo init, int available, ImmutableArray<SampleInfo>.Builder samples, long origin = 0, Dictionary<uint, long>? times = null)
{
    // Leaves room for the longest run of the longest durations.
    private const ulong MaxBaseDecodeTime = long.MaxValue / 2;

    // Where the bytes of the last run ended: where a run begins that does not say where.
    private long _dataEnd;

    /// <summary>Reads the fragment; its samples are added to the list.</summary>
    public Mp4Error Read(in Box moof)
    {
        bool hasHeader = false;
        _dataEnd = moof.Offset;
        BoxReader boxes = moof.Children();
        while (boxes.TryRead(out Box box))
        {
            Mp4Error error = default;
            if (box.Type == BoxTypes.Mfhd) hasHeader = MovieFragmentHeaderBox.TryRead(box.Body, out _);
            else if (box.Type == BoxTypes.Traf) error = ReadTrack(box, moof.Offset);
            if (!error.IsNone) return error;
        }

        return !boxes.Error.IsNone ? boxes.Error : hasHeader ? default : moof.Missing(BoxTypes.Mfhd);
    }

    private Mp4Error ReadTrack(in Box traf, int moofOffset)
    {
        Mp4Error error = ReadHeaders(traf, out InitTrack? track, out TrackFragmentHeaderBox header, out long decodeTime);
        if (!error.IsNone || track is null) return error;
        TrackExtendsBox defaults = track.Defaults with
        {
            SampleDuration = header.SampleDuration ?? track.Defaults.SampleDuration,
            SampleSize = header.SampleSize ?? track.Defaults.SampleSize,
            SampleDescription = header.SampleDescription ?? track.Defaults.SampleDescription,
            Flags = header.Flags ?? track.Defaults.Flags,
        };
        if (header.BaseDataOffset is { } stated && (stated < (ulong)origin || stated - (ulong)origin > (ulong)available)) return traf.Error(Mp4Fault.SampleOutside);

        // ISO/IEC 14496-12, 8.8.7.1: without either flag the first track counts from moof, later ones from the end of the data before.
        long dataBase = header.BaseDataOffset is { } offset ? (long)offset - origin : header.DefaultBaseIsMoof ? moofOffset : _dataEnd;
        bool isImplied = header.BaseDataOffset is null && !header.DefaultBaseIsMoof;
        _dataEnd = dataBase;
        BoxReader boxes = traf.Children();
        while (boxes.TryRead(out Box box))
        {
            if (box.Type != BoxTypes.Trun) continue;

            // Shaka Packager, before it set the flag: later tracks count from moof, too, and go on where the data before them ends.
            if (isImplied && TrackRunBox.TryRead(box.Body, out TrackRunBox run) && run.DataOffset > 0 && moofOffset + run.DataOffset == _dataEnd) dataBase = moofOffset;
            error = ReadRun(box, defaults, dataBase, ref decodeTime);
            if (!error.IsNone) return error;
        }

        times?[track.TrackId] = decodeTime;
        return boxes.Error;
    }

    private readonly Mp4Error ReadHeaders(in Box traf, out InitTrack? track, out TrackFragmentHeaderBox header, out long decodeTime)
    {
        track = null;
        header = default;
        decodeTime = -1;
        BoxReader boxes = traf.Children();
        while (boxes.TryRead(out Box box))
        {
            if (box.Type == BoxTypes.Tfhd)
            {
                if (!TrackFragmentHeaderBox.TryRead(box.Body, out header)) return box.Error(Mp4Fault.BadContent);
                track = init.Find(header.TrackId);
                if (track is null) return times is null ? box.Error(Mp4Fault.UnknownTrack) : default;
            }
            else if (box.Type == BoxTypes.Tfdt)
            {
                if (!TrackFragmentDecodeTimeBox.TryRead(box.Body, out TrackFragmentDecodeTimeBox time) || time.BaseDecodeTime > MaxBaseDecodeTime)
                    return box.Error(Mp4Fault.BadContent);
                decodeTime = (long)time.BaseDecodeTime;
            }
        }

        if (!boxes.Error.IsNone) return boxes.Error;
        if (track is null) return traf.Missing(BoxTypes.Tfhd);
        if (decodeTime < 0 && times is not null) decodeTime = times.GetValueOrDefault(track.TrackId);
        return decodeTime < 0 ? traf.Missing(BoxTypes.Tfdt) : default;
    }

    private Mp4Error ReadRun(in Box box, in TrackExtendsBox defaults, long dataBase, ref long decodeTime)
    {
        if (!TrackRunBox.TryRead(box.Body, out TrackRunBox run)) return box.Error(Mp4Fault.BadContent);
        if (run.Count > FragmentReader.MaxSamples - samples.Count) return box.Error(Mp4Fault.TooManySamples);
        long at = run.DataOffset is { } offset ? dataBase + offset : _dataEnd;
        for (int i = 0; i < run.Count; i++)
        {
            TrackRunEntry entry = run[i];
            uint size = entry.Size ?? defaults.SampleSize;
            if (at < 0 || at + size > available) return box.Error(Mp4Fault.SampleOutside);
            uint duration = entry.Duration ?? defaults.SampleDuration;
            samples.Add(new SampleInfo(defaults.TrackId, decodeTime, entry.CompositionOffset ?? 0, duration, (int)at, (int)size, entry.Flags ?? defaults.Flags) { Description = defaults.SampleDescription });
            at += size;
            decodeTime += duration;
        }

        _dataEnd = at;
        return default;
    }
}
