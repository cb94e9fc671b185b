using Headrace.Media.Tracks;

namespace Headrace.Containers.Flv.Reading;

/// <summary>A track that is left out.</summary>
/// <param name="Kind">Video or audio.</param>
/// <param name="Number">Its number among the tracks of its kind.</param>
/// <param name="Name">What it consists of, for people: <c>Speex</c>.</param>
/// <param name="Reason">Why.</param>
public readonly record struct FlvOmission(MediaKind Kind, int Number, string Name, FlvOmissionReason Reason);
