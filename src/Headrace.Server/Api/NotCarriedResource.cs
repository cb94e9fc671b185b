using Headrace.Media.Tracks;
using Headrace.Streaming.Carriers;

namespace Headrace.Server.Api;

/// <summary>A form of output that leaves a track out.</summary>
/// <param name="Output"><c>rtp</c> (RTSP), <c>mp4</c> (HLS), <c>mpegts</c> (MPEG-TS, HLS with it), <c>hls-mpegts</c> (HLS with MPEG-TS alone) or <c>flv</c> (RTMP).</param>
/// <param name="Reason">Why, as a clause for people.</param>
internal sealed record NotCarriedResource(string Output, string Reason)
{
    /// <summary>Those that leave it out; none for a track that is gone meanwhile.</summary>
    internal static IReadOnlyList<NotCarriedResource> Of(Track? track) =>
        track is null ? [] : [.. from form in OutputForm.All let reason = form.WhyNot(track) where reason is not null && form.Wider?.WhyNot(track) is null select new NotCarriedResource(form.Name, reason)];
}
