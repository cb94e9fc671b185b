using System.Collections.Immutable;

namespace Headrace.Media.Codecs.JpegXs;

/// <summary>
/// What a sender says of a stream beside it: its profile, level, sampling, colours and so on, in the words of RFC 9134, 7.1. They are passed on as they came; a
/// decoder believes the stream.
/// </summary>
/// <param name="Values">Names and values in order.</param>
/// <param name="FrameRate">Frames a second, or null.</param>
/// <param name="Colour">Meaning of the samples, or null.</param>
public sealed record JpegXsDeclaration(ImmutableArray<KeyValuePair<string, string>> Values, FrameRate? FrameRate, ColourDescription? Colour)
{
    /// <summary>Nothing said.</summary>
    public static JpegXsDeclaration None { get; } = new([], null, null);
}
