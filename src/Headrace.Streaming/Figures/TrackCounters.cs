using Headrace.Media.Tracks;

namespace Headrace.Streaming.Figures;

/// <summary>What is counted of a track's units. Under the stream's lock.</summary>
internal sealed class TrackCounters
{
    private readonly long[] _pictures = new long[(int)PictureKind.B + 1];
    private readonly long[] _drops = new long[(int)DropReason.Pressure + 1];

    public long Units { get; private set; }

    public long Bytes { get; private set; }

    public long KeyFrames { get; private set; }

    public PictureCounts Pictures => new(_pictures[(int)PictureKind.I], _pictures[(int)PictureKind.P], _pictures[(int)PictureKind.B]);

    public DropCounts Drops => new(
        _drops[(int)DropReason.Damaged], _drops[(int)DropReason.MissingReference], _drops[(int)DropReason.Leading], _drops[(int)DropReason.Timeline],
        _drops[(int)DropReason.Pressure]);

    /// <summary>Counts a unit that goes on.</summary>
    public void CountUnit(int bytes, PictureKind picture, bool isKeyFrame)
    {
        Units++;
        Bytes += bytes;
        _pictures[(int)picture]++;
        if (isKeyFrame) KeyFrames++;
    }

    /// <summary>Counts one that does not.</summary>
    public void CountDrop(DropReason reason) => _drops[(int)reason]++;
}
