using Headrace.Streaming.Supervision;

namespace Headrace.Streaming.Held;

/// <summary>A key frame as a picture, or why there is none.</summary>
/// <param name="Jpeg">The picture, or null.</param>
/// <param name="Time">When it was taken, in UTC.</param>
/// <param name="Fault">Why there is none.</param>
/// <param name="Reason">The same as a clause for people.</param>
public sealed record KeyFramePicture(byte[]? Jpeg, DateTime Time, KeyFramePictureFault Fault, string Reason)
{
    internal static KeyFramePicture Without(KeyFramePictureFault fault, string reason) => new(null, default, fault, reason);

    internal static KeyFramePicture Of(ChildFilterResult result, DateTime time) => result.End switch
    {
        ChildFilterEnd.Done when result.Output.Length > 0 => new KeyFramePicture(result.Output, time, KeyFramePictureFault.None, ""),
        ChildFilterEnd.Done => Without(KeyFramePictureFault.Failed, "the decoder made no picture of it"),
        ChildFilterEnd.NotStarted => Without(KeyFramePictureFault.NoProgram, result.Fault),
        _ => Without(KeyFramePictureFault.Failed, result.Fault),
    };
}
