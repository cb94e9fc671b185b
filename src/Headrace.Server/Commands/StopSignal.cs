using System.Runtime.InteropServices;

namespace Headrace.Server.Commands;

/// <summary>The wish of the operator or the service manager that the process ends. A second one ends it at once.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly TaskCompletionSource<string> _received = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] _registrations;

    internal StopSignal() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Receive(signal, "SIGTERM")),
        PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Receive(signal, "SIGINT")),
    ];

    /// <summary>Waits for the first signal and gives its name.</summary>
    internal Task<string> WaitAsync() => _received.Task;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations) registration.Dispose();
    }

    private void Receive(PosixSignalContext signal, string name) => signal.Cancel = _received.TrySetResult(name);
}
