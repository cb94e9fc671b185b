namespace Headrace.Protocols.Rtsp;

/// <summary>The two interleaved channels of a track: any two, not always neighbours.</summary>
public readonly record struct ChannelPair(byte Rtp, byte Rtcp)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Rtp}-{Rtcp}";
}
