namespace Headrace.Media.Codecs;

/// <summary>A frame of sound that decodes to silence.</summary>
/// <param name="Payload">Its canonical bytes.</param>
/// <param name="Duration">Its duration in ticks of the format's clock.</param>
public sealed record SilentFrame(ReadOnlyMemory<byte> Payload, int Duration);
