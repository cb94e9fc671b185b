using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Carriers;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Hls;

/// <summary>What the segments of HLS consist of: one branch a stream and packaging, shared by all who play it.</summary>
public sealed class HlsPackaging
{
    private readonly string _kind;
    private readonly Func<LiveStream, HlsBranch> _create;

    private HlsPackaging(string kind, Func<LiveStream, HlsBranch> create, OutputForm form) => (_kind, _create, Form) = (kind, create, form);

    /// <summary>Fragmented MP4, a rendition a track; with parts where low latency is wanted.</summary>
    public static HlsPackaging Cmaf { get; } = new("cmaf", static stream => new CmafBranch(stream), OutputForm.Mp4)
    {
        SegmentExtension = ".m4s",
        MediaType = "video/mp4",
        HasParts = true,
    };

    /// <summary>MPEG-TS, all tracks in one rendition, whole segments only.</summary>
    public static HlsPackaging Ts { get; } = new("hls-ts", static stream => new TsSegmentBranch(stream), OutputForm.TsSegments)
    {
        SegmentExtension = ".ts",
        MediaType = "video/mp2t",
    };

    /// <summary>What its segments hold.</summary>
    public OutputForm Form { get; }

    /// <summary>What the names of segments end with.</summary>
    public required string SegmentExtension { get; init; }

    /// <summary>Media type of segments.</summary>
    public required string MediaType { get; init; }

    /// <summary>Whether parts of segments have names.</summary>
    public bool HasParts { get; private init; }

    /// <summary>What a stream's own playlist names.</summary>
    public static HlsPackaging Of(HlsOptions options) => options.Variant == HlsVariant.MpegTs ? Ts : Cmaf;

    /// <summary>That of a rendition, by its folder.</summary>
    public static HlsPackaging OfFolder(ReadOnlySpan<char> folder) => folder.SequenceEqual(TsSegmentBranch.Folder) ? Ts : Cmaf;

    /// <summary>A claim on the branch of a stream.</summary>
    public BranchLease<HlsBranch> Acquire(LiveStream stream) => stream.Branches.Acquire(new BranchKey(_kind), () => _create(stream));

    /// <summary>A claim on the branch of a stream if it runs already, else null.</summary>
    public BranchLease<HlsBranch>? TryAcquire(LiveStream stream) => stream.Branches.TryAcquire<HlsBranch>(new BranchKey(_kind));

    /// <summary>Whether it carries a track.</summary>
    internal bool Carries(Track track) => Form.WhyNot(track) is null;
}
