using System.Collections.Immutable;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Carriers;
using Headrace.Streaming.Streams;

namespace Headrace.Endpoints.HttpLive.Forms;

/// <summary>A form in which a stream is sent without end: the ending of its URL says which.</summary>
/// <param name="Ending">The ending.</param>
/// <param name="MediaType">Its media type.</param>
/// <param name="Carrier">What it can hold.</param>
/// <param name="Open">Makes a viewer's way through a stream.</param>
internal sealed record LiveForm(string Ending, string MediaType, OutputForm Carrier, Func<ICursorOwner, LiveStream, ILiveFeed> Open)
{
    /// <summary>All forms.</summary>
    public static ImmutableArray<LiveForm> All { get; } =
    [
        new(".flv", "video/x-flv", OutputForm.Flv, static (owner, stream) => new FlvFeed(owner, stream)),
        new(".ts", "video/mp2t", OutputForm.MpegTs, static (owner, stream) => new TsFeed(owner, stream)),
        new(".mp4", "video/mp4", OutputForm.Mp4, static (owner, stream) => new Mp4Feed(owner, stream)),
    ];

    /// <summary>The form of a path, or null.</summary>
    public static LiveForm? Of(string path)
    {
        foreach (LiveForm form in All)
        {
            if (path.EndsWith(form.Ending, StringComparison.OrdinalIgnoreCase)) return form;
        }

        return null;
    }

    /// <summary>Its name in sessions' protocols: <c>flv</c>.</summary>
    public string Name => Ending[1..];
}
