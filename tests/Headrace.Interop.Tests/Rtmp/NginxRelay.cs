using System.Net.Sockets;
using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Rtmp;

/// <summary>nginx with its RTMP module, from Debian: another server, which takes streams, and pushes those of one application on.</summary>
internal sealed class NginxRelay : IAsyncDisposable
{
    private const string Module = "/usr/lib/nginx/modules/ngx_rtmp_module.so";

    private readonly TemporaryFolder _folder;
    private readonly ClientProcess _process;

    private NginxRelay(TemporaryFolder folder, ClientProcess process, int port) => (_folder, _process, Port) = (folder, process, port);

    public int Port { get; }

    /// <summary>Starts one. What is published as <c>push/NAME</c> it publishes at <paramref name="target"/>, where one is given.</summary>
    public static async Task<NginxRelay> StartAsync(string? target = null)
    {
        Skip.UnlessInstalled("nginx");
        Skip.Unless(File.Exists(Module), "nginx has no RTMP module: install the package libnginx-mod-rtmp");
        TemporaryFolder folder = new();
        int port = FreePorts.Take(1)[0];
        Directory.CreateDirectory(Path.Combine(folder.Path, "logs"));
        string file = Path.Combine(folder.Path, "nginx.conf");
        string user = Environment.UserName == "root" ? "user root;" : "";
        await File.WriteAllTextAsync(
            file,
            $$"""
            load_module {{Module}};
            {{user}} worker_processes 1; pid {{folder.Path}}/nginx.pid; error_log stderr info;
            events { worker_connections 64; }
            rtmp { server { listen 127.0.0.1:{{port}}; chunk_size 4096;
              application live { live on; wait_key on; }
              {{(target is null ? "" : $"application push {{ live on; push {target}; }}")}} } }
            """,
            TestContext.Current.CancellationToken);
        ClientProcess process = ClientProcess.Start("nginx", ["-p", folder.Path, "-c", file, "-g", "daemon off;"]);
        await Eventually.True(() => Listens(port), "nginx listens", cancellation: TestContext.Current.CancellationToken);
        return new NginxRelay(folder, process, port);
    }

    public string Url(string name) => $"rtmp://127.0.0.1:{Port}/{name}";

    public async ValueTask DisposeAsync()
    {
        TestContext.Current.TestOutputHelper?.WriteLine(_process.Errors);
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    private static bool Listens(int port)
    {
        using TcpClient client = new();
        try
        {
            client.Connect("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
