using System.Net;
using Headrace.TestKit;

namespace Headrace.Interop.Tests.Pull;

/// <summary>A web server of the files of a folder, as many sites have them; it knows ranges.</summary>
internal sealed class FolderSite : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _folder;
    private readonly Task _loop;

    private FolderSite(string folder, int port)
    {
        _folder = folder;
        Url = $"http://127.0.0.1:{port}/";
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _loop = ServeAsync();
    }

    /// <summary>Its address, with a slash at its end.</summary>
    public string Url { get; }

    public static FolderSite Start(string folder) => new(folder, FreePorts.Next());

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _loop;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext request = await _listener.GetContextAsync();
                _ = AnswerAsync(request);
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(HttpListenerContext request)
    {
        try
        {
            string path = Path.Combine(_folder, request.Request.Url!.AbsolutePath.TrimStart('/'));
            using HttpListenerResponse response = request.Response;
            if (!File.Exists(path))
            {
                response.StatusCode = 404;
                return;
            }

            byte[] bytes = await File.ReadAllBytesAsync(path);
            if (request.Request.Headers["Range"] is { } range)
            {
                long[] ends = [.. range["bytes=".Length..].Split('-').Select(long.Parse)];
                response.StatusCode = 206;
                response.Headers["Content-Range"] = $"bytes {ends[0]}-{ends[1]}/{bytes.Length}";
                bytes = bytes[(int)ends[0]..(int)(ends[1] + 1)];
            }

            response.ContentLength64 = bytes.Length;
            await response.OutputStream.WriteAsync(bytes);
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
        {
            // Whoever asked has gone.
        }
    }
}
