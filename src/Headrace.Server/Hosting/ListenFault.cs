using System.Net.Sockets;

namespace Headrace.Server.Hosting;

/// <summary>Why an address cannot be listened on, for operators.</summary>
internal static class ListenFault
{
    /// <summary>The reason in words, to stand after the address.</summary>
    internal static string Describe(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => "is already in use by another program (ss -lntup shows which)",
        SocketError.AccessDenied => "may not be opened by this user: ports below 1024 need a privilege",
        SocketError.AddressNotAvailable => "is no address of this machine",
        SocketError.AddressFamilyNotSupported => "is of a family that this machine does not support",
        _ => $"cannot be listened on: {e.Message}",
    };
}
