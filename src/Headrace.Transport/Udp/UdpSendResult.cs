using System.Net.Sockets;

namespace Headrace.Transport.Udp;

/// <summary>What became of a batch.</summary>
/// <param name="Packets">Datagrams that the kernel took.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Failed">Datagrams that it did not take.</param>
/// <param name="Error">Why not, for the last of them; <see cref="SocketError.Success"/> when all went.</param>
public readonly record struct UdpSendResult(int Packets, long Bytes, int Failed, SocketError Error);
