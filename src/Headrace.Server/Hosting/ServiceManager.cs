using System.Net.Sockets;
using System.Text;

namespace Headrace.Server.Hosting;

/// <summary>The service manager that started this process, told what it wants to know (sd_notify(3), systemd's <c>Type=notify</c>); without one nothing happens.</summary>
internal sealed class ServiceManager
{
    /// <summary>The server listens and does its work.</summary>
    internal const string Ready = "READY=1";

    /// <summary>The server ends, as it was asked to.</summary>
    internal const string Stopping = "STOPPING=1";

    private const string Variable = "NOTIFY_SOCKET";

    private readonly string? _address;
    private readonly TextWriter _errors;

    private ServiceManager(string? address, TextWriter errors)
    {
        _address = address;
        _errors = errors;
    }

    /// <summary>Whoever the environment names. It is taken out of it, so that no program that we start speaks for us.</summary>
    /// <param name="errors">Where it is said that the service manager could not be told.</param>
    internal static ServiceManager FromEnvironment(TextWriter errors)
    {
        string? address = Environment.GetEnvironmentVariable(Variable);
        Environment.SetEnvironmentVariable(Variable, null);
        return new ServiceManager(string.IsNullOrEmpty(address) ? null : address, errors);
    }

    /// <summary>Tells it one of the states above. That it cannot be told stops nobody.</summary>
    internal void Tell(string state)
    {
        if (_address is null) return;
        try
        {
            // An address that begins with @ is of the abstract namespace, which a zero byte stands for (unix(7)).
            UnixDomainSocketEndPoint peer = new(_address[0] == '@' ? $"\0{_address[1..]}" : _address);
            using Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.SendTo(Encoding.ASCII.GetBytes(state), peer);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            _errors.WriteLine($"headrace: the service manager at {_address} cannot be told {state}: {e.Message}");
        }
    }
}
