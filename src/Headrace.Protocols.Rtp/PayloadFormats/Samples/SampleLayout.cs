namespace Headrace.Protocols.Rtp.PayloadFormats.Samples;

/// <summary>How samples that need no frames lie in packets: they may be cut between any two blocks, and put together again.</summary>
/// <param name="BlockBytes">Bytes of the least that is never cut: a sample of all channels.</param>
/// <param name="BlockTicks">What it lasts, in ticks of the RTP clock.</param>
/// <param name="ClockRate">Ticks a second of the RTP clock, where that is not the format's.</param>
internal readonly record struct SampleLayout(int BlockBytes, int BlockTicks, int ClockRate);
