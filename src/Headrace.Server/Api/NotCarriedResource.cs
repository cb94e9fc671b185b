using Headrace.Media.Tracks;
using Headrace.Streaming.Carriers;

namespace Headrace.Server.Api;

/// <summary>A form of output that leaves a track out.</summary>
/// <param name="Output"><c>rtp</c> (RTSP), <c>mp4</c> (HLS, DASH), <c>mpegts</c> (MPEG-TS, HLS with it), <c>hls-mpegts</c> (HLS with MPEG-TS alone) or <c>flv</c> (RTMP).</param>
/// <param name="Reason">Why, as a clause for people.</param>
/// <param name="CarriedBy">The forms of output that hold the track.</param>
/// <param name="Advice">What would help, as a clause for people; null where all have a place for its codec.</param>
internal sealed record NotCarriedResource(string Output, string Reason, IReadOnlyList<string> CarriedBy, string? Advice)
{
    /// <summary>Those that leave it out; none for a track that is gone meanwhile.</summary>
    internal static IReadOnlyList<NotCarriedResource> Of(Track? track)
    {
        if (track is null) return [];
        string[] carriedBy = [.. CarrierAdvice.FormsOf(track).Select(static form => form.Name)];
        string? advice = CarrierAdvice.Of(track);
        return [.. from form in OutputForm.All let reason = form.WhyNot(track) where reason is not null && form.Wider?.WhyNot(track) is null select new NotCarriedResource(form.Name, reason, carriedBy, advice)];
    }
}
