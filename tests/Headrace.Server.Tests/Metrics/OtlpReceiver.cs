using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Headrace.TestKit;

namespace Headrace.Server.Tests.Metrics;

/// <summary>A collector of OTLP over HTTP, as far as it takes to know which metrics came (opentelemetry-proto, collector/metrics/v1).</summary>
internal sealed class OtlpReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _loop;

    internal OtlpReceiver()
    {
        Address = $"http://127.0.0.1:{FreePorts.Take(1)[0]}";
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _loop = RunAsync();
    }

    internal string Address { get; }

    /// <summary>Method, path and media type of the last request.</summary>
    internal string? Request { get; private set; }

    /// <summary>Names of the metrics that came.</summary>
    internal ConcurrentDictionary<string, bool> Metrics { get; } = new();

    /// <summary>Keys and values of the resources that sent them.</summary>
    internal ConcurrentDictionary<string, string> Resource { get; } = new();

    public void Dispose()
    {
        _listener.Close();
        _loop.GetAwaiter().GetResult();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                using MemoryStream body = new();
                await context.Request.InputStream.CopyToAsync(body);
                Take(body.ToArray());
                Request = $"{context.Request.HttpMethod} {context.Request.Url!.AbsolutePath} {context.Request.ContentType}";
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // It was closed.
        }
    }

    private void Take(byte[] request)
    {
        foreach (ReadOnlyMemory<byte> resourceMetrics in Fields(request, 1))
        {
            foreach (ReadOnlyMemory<byte> attribute in Fields(resourceMetrics, 1).SelectMany(resource => Fields(resource, 1)))
                Resource[Text(Fields(attribute, 1).Single())] = Text(Fields(Fields(attribute, 2).Single(), 1).FirstOrDefault());
            foreach (ReadOnlyMemory<byte> metric in Fields(resourceMetrics, 2).SelectMany(scope => Fields(scope, 2))) Metrics[Text(Fields(metric, 1).Single())] = true;
        }
    }

    /// <summary>The length-delimited fields of one number in a message of Protocol Buffers.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Fields(ReadOnlyMemory<byte> message, int number)
    {
        int at = 0;
        while (at < message.Length)
        {
            ulong tag = Varint(message, ref at);
            int length = (tag & 7) switch
            {
                0 => 0,
                1 => 8,
                2 => (int)Varint(message, ref at),
                5 => 4,
                _ => throw new InvalidDataException($"wire type {tag & 7}"),
            };
            if ((tag & 7) == 0) Varint(message, ref at);
            else if ((tag & 7) == 2 && (int)(tag >> 3) == number) yield return message.Slice(at, length);
            at += length;
        }
    }

    private static ulong Varint(ReadOnlyMemory<byte> message, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = message.Span[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
