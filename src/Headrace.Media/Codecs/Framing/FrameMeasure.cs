namespace Headrace.Media.Codecs.Framing;

/// <summary>What a frame's header tells of its extent.</summary>
/// <param name="Length">Bytes of the frame with its header.</param>
/// <param name="Samples">Samples of a channel by which what follows is later; 0 where the next frame belongs to the same time (substreams of E-AC-3).</param>
/// <param name="SampleRate">Samples a second.</param>
public readonly record struct FrameMeasure(int Length, int Samples, int SampleRate);
