namespace Headrace.Server.Hosting;

/// <summary>
/// What comes from a socket is handled on the thread that learned of it: one publisher's frame costs no hop through the thread pool.
/// So what runs there, the handlers of media, must not wait for anything but locks that are held for microseconds.
/// </summary>
internal static class InlineSockets
{
    private const string Setting = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Switches it on, unless the operator chose. Before the first socket is made: the runtime reads the setting once.</summary>
    internal static void Enable()
    {
        if (Environment.GetEnvironmentVariable(Setting) is null) Environment.SetEnvironmentVariable(Setting, "1");
    }
}
