using System.Net.Sockets;

namespace Headrace.Transport.Client;

/// <summary>Why a server was not reached, and what to look at, for operators.</summary>
public static class ReachFault
{
    /// <summary>A clause to stand behind who cannot be reached.</summary>
    public static string Describe(SocketException e)
    {
        string advice = e.SocketErrorCode switch
        {
            SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => "look at the name in the URL, and at the name server of this machine",
            SocketError.ConnectionRefused => "the machine is there and nothing listens on that port: look at the port in the URL, and whether the service is switched on",
            SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown => "look at the address in the URL, and at the network in between",
            _ => "",
        };
        return advice.Length == 0 ? e.Message : $"{e.Message}; {advice}";
    }

    /// <summary>A clause for who does not answer in time.</summary>
    public static string DescribeSilence(TimeSpan waited) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"did not answer within {waited.TotalSeconds:0.#} s; look whether it is switched on, and whether a firewall drops what is sent to it");
}
