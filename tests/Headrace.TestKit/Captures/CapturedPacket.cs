namespace Headrace.TestKit.Captures;

/// <summary>What one captured frame carried above IP.</summary>
/// <param name="IsTcp">True for TCP, false for UDP.</param>
/// <param name="SourcePort">Port that it came from.</param>
/// <param name="DestinationPort">Port that it went to.</param>
/// <param name="Payload">The datagram, or the bytes of one TCP segment.</param>
public sealed record CapturedPacket(bool IsTcp, int SourcePort, int DestinationPort, byte[] Payload);
