using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Headrace.Containers.Mp4.Boxes;
using Headrace.Containers.Mp4.Reading;

namespace Headrace.Containers.Mp4;

/// <summary>Reads init segments: <c>ftyp</c> and <c>moov</c> with <c>mvex</c>. Boxes that it does not know are passed over.</summary>
public static class InitSegmentReader
{
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
                error = MovieReader.Read(box, isInit: true, out tracks);
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

    private static bool Fails(Mp4Error what, out Mp4Error error)
    {
        error = what;
        return false;
    }
}
