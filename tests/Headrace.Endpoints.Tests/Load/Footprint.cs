using Headrace.Endpoints.Tests.Hosting;
using Headrace.Media.Buffers;

namespace Headrace.Endpoints.Tests.Load;

/// <summary>What the process holds at one moment, the lines of the test's own log left out.</summary>
/// <param name="ManagedBytes">Memory that is reachable.</param>
/// <param name="Handles">Open files and sockets.</param>
internal sealed record Footprint(long ManagedBytes, int Handles)
{
    public static Footprint Take(TestServer server)
    {
        server.Log.Clear();
        MediaBufferPool.Shared.Trim();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return new Footprint(GC.GetTotalMemory(forceFullCollection: true), OperatingSystem.IsLinux() ? Directory.GetFiles("/proc/self/fd").Length : 0);
    }
}
