using Headrace.Media.Timing;
using Headrace.Media.Tracks;

namespace Headrace.Server.Api.Held;

/// <summary>A picture or an audio frame that is held.</summary>
/// <param name="Number">Its number in the stream, over all tracks.</param>
/// <param name="Track">Number of its track.</param>
/// <param name="Kind"><c>i</c>, <c>p</c> or <c>b</c>; null for sound, and where it is not known.</param>
/// <param name="Time">When it is presented, in UTC.</param>
/// <param name="DecodeTimeMs">When it is decoded, since the stream began.</param>
/// <param name="PresentationOffsetMs">How long after that it is presented.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="IsKeyFrame">True where decoding may begin.</param>
/// <param name="IsDisposable">True when no other picture refers to it.</param>
/// <param name="IsDiscontinuity">True when time or format does not go on smoothly to it.</param>
internal sealed record FrameResource(
    long Number, int Track, string? Kind, DateTime Time, double DecodeTimeMs, double PresentationOffsetMs, int Bytes, bool IsKeyFrame, bool IsDisposable, bool IsDiscontinuity)
{
    internal static FrameResource Of(AccessUnit unit, ClockMapping clock) => new(
        unit.Sequence, unit.Track.Id, unit.Picture == PictureKind.None ? null : ApiWords.Of(unit.Picture), clock.ToUtc(unit.PresentationTime, unit.Track.ClockRate),
        Math.Round(unit.PathTime / 1e6, 3), Math.Round(unit.PresentationOffset * 1000.0 / unit.Track.ClockRate, 3), unit.Payload.Length,
        unit.Track.Kind == MediaKind.Video && unit.RandomAccess.IsPoint, unit.IsDisposable, unit.IsDiscontinuity);
}
