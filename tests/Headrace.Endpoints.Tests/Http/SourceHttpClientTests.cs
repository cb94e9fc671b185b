using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Headrace.Endpoints.Connections;
using Headrace.Endpoints.Http;
using Headrace.Streaming.Supervision;
using Headrace.TestKit;
using Headrace.Transport.Client;
using Microsoft.AspNetCore.Http;

namespace Headrace.Endpoints.Tests.Http;

public sealed class SourceHttpClientTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http://example.org/a.ts", "http://example.org/a.ts", "http://example.org/a.ts")]
    [InlineData("HTTP://user:p%40ss@Example.org:8080/a.ts?token=x#y", "http://example.org:8080/a.ts?token=x", "http://example.org:8080/a.ts")]
    [InlineData("https://[::1]:8443/", "https://[::1]:8443/", "https://[::1]:8443/")]
    public void UrlsAreReadAndShownWithoutSecrets(string text, string url, string shown)
    {
        Assert.True(HttpLocation.TryParse(text, out HttpLocation? location));
        Assert.Equal((url, shown, text), (location.Url.AbsoluteUri, location.ToString(), location.Text));
        Assert.Equal(text.Contains("user", StringComparison.Ordinal) ? ("user", "p@ss") : (null, null), (location.Credentials?.User, location.Credentials?.Password));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ftp://example.org/")]
    [InlineData("/a.ts")]
    [InlineData("http:///a.ts")]
    [InlineData("http://exa mple.org/")]
    public void WhatIsNoUrlOfHttpIsRefused(string text) => Assert.False(HttpLocation.TryParse(text, out _));

    [Theory]
    [InlineData("https://u:p@a/x", "/y", "https://a/y", true)]
    [InlineData("https://u:p@a/x", "http://a/y", "http://a/y", false)]
    [InlineData("http://u:p@a/x", "https://a/y", "https://a/y", true)]
    [InlineData("http://u:p@a/x", "http://b/y", "http://b/y", false)]
    public void CredentialsGoOnToTheSameHostOnly(string from, string target, string url, bool keeps)
    {
        Assert.True(HttpLocation.TryParse(from, out HttpLocation? location));
        Assert.True(location.TryFollow(new Uri(target, UriKind.RelativeOrAbsolute), out HttpLocation? next));
        Assert.Equal((url, keeps), (next.Url.AbsoluteUri, next.Credentials is not null));
        Assert.False(location.TryFollow(new Uri("file:///etc/passwd"), out _));
    }

    [Fact]
    public async Task RedirectionsAreFollowedFiveTimes()
    {
        await using WebHost host = await WebHost.StartAsync(context =>
        {
            int left = int.Parse(context.Request.Path.Value![1..], System.Globalization.CultureInfo.InvariantCulture);
            if (left > 0) context.Response.Redirect($"/{left - 1}");
            return left > 0 ? Task.CompletedTask : context.Response.WriteAsync("here");
        });
        using SourceHttpClient client = ClientOf(host.At("/5"));
        (SourceHttpBody? body, string? fault) = await client.FetchAsync(host.At("/5"), null, 100, Stop);
        Assert.Null(fault);
        Assert.Equal(("here", "/0"), (Encoding.UTF8.GetString(body!.Bytes.Span), body.Location.Url.AbsolutePath));
        Assert.Equal((null, "it redirects more than 5 times"), await client.FetchAsync(host.At("/6"), null, 100, Stop));
    }

    [Theory]
    [InlineData("Basic realm=\"there\"", "Basic dXNlcjpzZWNyZXQ=")]
    [InlineData("Digest realm=\"there\", nonce=\"abc\", qop=\"auth\", algorithm=SHA-256", "Digest username=\"user\"")]
    public async Task ChallengesAreAnsweredOnce(string challenge, string answer)
    {
        List<string> seen = [];
        await using WebHost host = await WebHost.StartAsync(context =>
        {
            string given = context.Request.Headers.Authorization.ToString();
            seen.Add(given);
            bool isGood = given.StartsWith(answer, StringComparison.Ordinal) && context.Request.Path != "/never";
            context.Response.StatusCode = isGood ? 200 : 401;
            if (!isGood) context.Response.Headers.WWWAuthenticate = challenge;
            return Task.CompletedTask;
        });
        Uri url = new(host.Url.Replace("://", "://user:secret@", StringComparison.Ordinal) + "/a.ts?token=hidden");
        using SourceHttpClient client = ClientOf(url);
        Assert.Null((await client.FetchAsync(host.At("/a.ts"), null, 100, Stop)).Fault);
        Assert.Null((await client.FetchAsync(host.At("/b.ts"), null, 100, Stop)).Fault);
        Assert.Equal((3, ""), (seen.Count, seen[0]));
        string? fault = (await client.FetchAsync(host.At("/never"), null, 100, Stop)).Fault;
        Assert.Equal("it answers 401 Unauthorized: it does not take the name and password of the URL", fault);
        Assert.InRange(seen.Count, 4, 5);
        using SourceHttpClient stranger = ClientOf(host.At("/a.ts"));
        Assert.Equal("it answers 401 Unauthorized: it wants a name and a password, which the URL may have", (await stranger.FetchAsync(host.At("/a.ts"), null, 100, Stop)).Fault);
    }

    [Fact]
    public async Task AddressesThatAreNotAllowedAreNotConnectedToAlsoBehindARedirection()
    {
        int asked = 0;
        await using WebHost inner = await WebHost.StartAsync(_ =>
        {
            asked++;
            return Task.CompletedTask;
        });
        await using WebHost outer = await WebHost.StartAsync(context =>
        {
            context.Response.Redirect(inner.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
            return Task.CompletedTask;
        });
        int judged = 0;
        using SourceHttpClient client = ClientOf(outer.At("/"), _ => judged++ == 0);
        SourceFault fault = (await client.OpenAsync(outer.At("/"), null, Stop)).Fault!;
        Assert.StartsWith("localhost: connecting to ", fault.Text, StringComparison.Ordinal);
        Assert.EndsWith("is not allowed for sources made through the API (sources)", fault.Text, StringComparison.Ordinal);
        Assert.Equal(SourceCause.NotAllowed, fault.Cause);
        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task WhatIsWrongIsAClause()
    {
        TaskCompletionSource never = new(), opened = new();
        await using WebHost host = await WebHost.StartAsync(async context =>
        {
            if (context.Request.Path == "/missing") context.Response.StatusCode = 404;
            else if (context.Request.Path == "/large") await context.Response.WriteAsync(new string('x', 200));
            else if (context.Request.Path == "/endless") for (int i = 0; i < 3; i++) await context.Response.WriteAsync(new string('x', 100), Stop);
            else if (context.Request.Path == "/cut")
            {
                context.Response.ContentLength = 100;
                await context.Response.WriteAsync("few", Stop);
                await context.Response.Body.FlushAsync(Stop);
                await opened.Task;
                context.Abort();
            }
            else await never.Task;
        });
        VirtualTime time = new();
        using SourceHttpClient client = new(new SourceHttpOptions { Location = Located(host.At("/")) }, time);
        Assert.Equal(new SourceFault("it answers 404 Not Found", SourceCause.NotFound) { Status = 404 }, (await client.OpenAsync(host.At("/missing"), null, Stop)).Fault);
        Assert.Contains("has more than 100 bytes", (await client.FetchAsync(host.At("/endless"), null, 100, Stop)).Fault, StringComparison.Ordinal);
        using (SourceHttpAnswer cut = (await client.OpenAsync(host.At("/cut"), null, Stop)).Answer!)
        {
            opened.SetResult();
            byte[] bytes = new byte[10];
            while (await cut.ReadAsync(bytes, Stop) > 0) Assert.Null(cut.Fault);
            Assert.StartsWith("the connection was lost", cut.Fault, StringComparison.Ordinal);
        }

        Task<(SourceHttpAnswer?, SourceFault? Fault)> slow = client.OpenAsync(host.At("/slow"), null, Stop);
        while (!slow.IsCompleted) time.Advance(TimeSpan.FromSeconds(1));
        SourceFault late = (await slow).Fault!;
        Assert.Contains("did not answer within 10 s", late.Text, StringComparison.Ordinal);
        Assert.Equal(SourceCause.NoAnswer, late.Cause);
        never.SetResult();
        Uri nobody = new($"http://127.0.0.1:{FreePorts.Next()}/");
        SourceFault away = (await client.OpenAsync(nobody, null, Stop)).Fault!;
        Assert.Contains("cannot be reached", away.Text, StringComparison.Ordinal);
        Assert.Equal(SourceCause.PortClosed, away.Cause);
    }

    [Fact]
    public async Task RangesAreAskedForAndCertificatesJudged()
    {
        using TemporaryFolder folder = new();
        (string file, string key) = PemCertificate.Write(folder.Path);
        using X509Certificate2 pem = X509Certificate2.CreateFromPemFile(file, key);
        using X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        await using WebHost host = await WebHost.StartAsync(context => context.Response.WriteAsync(context.Request.Headers.Range.ToString()), certificate);
        using SourceHttpClient client = ClientOf(host.At("/"));
        SourceFault disbelief = (await client.OpenAsync(host.At("/"), null, Stop)).Fault!;
        Assert.Contains("is not believed", disbelief.Text, StringComparison.Ordinal);
        Assert.Equal(SourceCause.Untrusted, disbelief.Cause);
        SourceHttpOptions options = new() { Location = Located(host.At("/")), Trust = ServerTrust.Certificate(certificate.GetCertHashString(HashAlgorithmName.SHA256)) };
        using SourceHttpClient trusting = new(options, TimeProvider.System);
        Assert.Equal("bytes=5-9", Encoding.UTF8.GetString((await trusting.FetchAsync(host.At("/"), new RangeItemHeaderValue(5, 9), 100, Stop)).Body!.Bytes.Span));
    }

    private static SourceHttpClient ClientOf(Uri url, Func<IPAddress, bool>? allows = null) => new(new SourceHttpOptions { Location = Located(url), Allows = allows }, TimeProvider.System);

    private static HttpLocation Located(Uri url) => HttpLocation.TryParse(url.OriginalString, out HttpLocation? location) ? location : throw new ArgumentException("no URL of HTTP", nameof(url));
}
