using System.Net.Sockets;
using System.Text;
using Headrace.Transport.Unix;

namespace Headrace.Server.Hosting;

/// <summary>Tells the service manager that started this process what it wants to know (sd_notify(3), systemd's <c>Type=notify</c>); without one nothing happens.</summary>
internal sealed class ServiceNotice
{
    /// <summary>The server listens and does its work.</summary>
    internal const string Ready = "READY=1";

    /// <summary>The server ends, as it was asked to.</summary>
    internal const string Stopping = "STOPPING=1";

    private const string Variable = "NOTIFY_SOCKET";

    private readonly string? _address;
    private readonly TextWriter _errors;

    private ServiceNotice(string? address, TextWriter errors)
    {
        _address = address;
        _errors = errors;
    }

    /// <summary>Whoever the environment names. It is taken out of it, so that no program that we start speaks for us.</summary>
    /// <param name="errors">Where it is said that the service manager could not be told.</param>
    internal static ServiceNotice FromEnvironment(TextWriter errors)
    {
        string? address = Environment.GetEnvironmentVariable(Variable);
        Environment.SetEnvironmentVariable(Variable, null);
        return new ServiceNotice(string.IsNullOrEmpty(address) ? null : address, errors);
    }

    /// <summary>Tells it one of the states above. That it cannot be told stops nobody.</summary>
    internal void Tell(string state)
    {
        if (_address is null) return;
        try
        {
            UnixDatagram.Send(_address, Encoding.ASCII.GetBytes(state));
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            _errors.WriteLine($"headrace: the service manager at {_address} cannot be told {state}: {e.Message}");
        }
    }
}
