using System.Net.Sockets;

namespace Headrace.Transport.Egress;

/// <summary>Bytes that an egress has taken and not sent yet.</summary>
/// <param name="Egress">Whose they are.</param>
/// <param name="Socket">Where to.</param>
/// <param name="Bytes">The bytes, which he holds.</param>
internal readonly record struct PreparedSend(TcpEgress Egress, SafeSocketHandle Socket, ReadOnlyMemory<byte> Bytes);
