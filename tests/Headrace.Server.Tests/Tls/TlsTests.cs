using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Headrace.Server.Tests.Hosting;
using Headrace.TestKit;

namespace Headrace.Server.Tests.Tls;

/// <summary>HTTPS and RTSPS of the whole server, with certificates that come, change, expire and cannot be read.</summary>
public sealed class TlsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task HttpsSpeaksBothVersions(string version)
    {
        using TemporaryFolder folder = new();
        await using TestHost server = await StartAsync(folder, PemCertificate.Write(folder.Path));
        using HttpClient client = Client(server, []);
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/v1/streams") { Version = Version.Parse(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using HttpResponseMessage response = await client.SendAsync(request, Cancellation);
        Assert.Equal((HttpStatusCode.OK, version), (response.StatusCode, response.Version.ToString()));
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/health", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task NewCertificateHoldsForNewConnectionsAndOldOnesGoOn()
    {
        using TemporaryFolder folder = new();
        await using TestHost server = await StartAsync(folder, PemCertificate.Write(folder.Path, "first"));
        await using SslStream session = await RtspAsync(server);
        Assert.Equal("CN=first", session.RemoteCertificate?.Subject);
        PemCertificate.Write(folder.Path, "second");
        await Eventually.True(
            async () =>
            {
                await using SslStream next = await RtspAsync(server);
                return next.RemoteCertificate?.Subject == "CN=second";
            },
            "the new certificate holds", cancellation: Cancellation);
        List<string> seen = [];
        using HttpClient client = Client(server, seen);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health", Cancellation)).StatusCode);
        Assert.Equal(["CN=second"], seen);
        Assert.StartsWith("RTSP/1.0 200", await OptionsAsync(session), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FilesThatCannotBeReadLeaveTheCertificateBefore()
    {
        using TemporaryFolder folder = new();
        (string certificate, string key) = PemCertificate.Write(folder.Path, "first");
        await using TestHost server = await StartAsync(folder, (certificate, key));
        await File.WriteAllTextAsync(certificate, "nonsense", Cancellation);
        await Eventually.True(() => server.Loggers.Lines.Any(line => line.Contains("was not read again", StringComparison.Ordinal)), "the fault is logged", cancellation: Cancellation);
        await using SslStream session = await RtspAsync(server);
        Assert.Equal("CN=first", session.RemoteCertificate?.Subject);
    }

    [Fact]
    public async Task ServerWithoutTheFilesSaysSoAndEverythingPlainWorksUntilTheyCome()
    {
        using TemporaryFolder folder = new();
        await using TestHost server = await StartAsync(folder, (Path.Combine(folder.Path, "certificate.pem"), Path.Combine(folder.Path, "key.pem")));
        Assert.Contains(server.Loggers.Lines, line => line.StartsWith("Error Headrace.Tls There is no certificate, and no handshake succeeds", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/health", Cancellation)).StatusCode);
        await Assert.ThrowsAnyAsync<IOException>(() => RtspAsync(server));
        PemCertificate.Write(folder.Path, "late");
        await Eventually.True(async () => await TryRtspAsync(server) == "CN=late", "the certificate holds", cancellation: Cancellation);
    }

    [Theory]
    [InlineData(-20, -10, "Error Headrace.Tls The certificate has expired: clients refuse it")]
    [InlineData(10, 20, "Error Headrace.Tls The certificate is not valid yet: clients refuse it")]
    [InlineData(-20, 10, "Warning Headrace.Tls The certificate expires soon")]
    public async Task TimeOfACertificateIsSaidClearly(int from, int until, string line)
    {
        using TemporaryFolder folder = new();
        await using TestHost server = await StartAsync(folder, PemCertificate.Write(folder.Path, "x", TimeSpan.FromDays(from), TimeSpan.FromDays(until)));
        Assert.Contains(server.Loggers.Lines, logged => logged.StartsWith(line, StringComparison.Ordinal));
        Assert.Equal("CN=x", await TryRtspAsync(server));
    }

    [Fact]
    public async Task PeerThatSpeaksNoTlsHarmsNobody()
    {
        using TemporaryFolder folder = new();
        await using TestHost server = await StartAsync(folder, PemCertificate.Write(folder.Path));
        using TcpClient plain = new(AddressFamily.InterNetwork);
        await plain.ConnectAsync(server.Host.RtspsEndPoint!, Cancellation);
        await plain.GetStream().WriteAsync("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n"u8.ToArray(), Cancellation);
        byte[] rest = new byte[1000];
        while (await ReadAsync(plain, rest) > 0)
        {
        }

        await Eventually.True(() => server.Host.Media.Admission.Open == 0, "the connection is counted out", cancellation: Cancellation);
        Assert.Equal("CN=test", await TryRtspAsync(server));
    }

    private static Task<TestHost> StartAsync(TemporaryFolder folder, (string Certificate, string Key) files) => TestHost.StartAsync(
        $"http: {{ tls: {{ certificate: '{files.Certificate}', key: '{files.Key}', listen: ['127.0.0.1:0'] }} }}\nrtsp: {{ tlsListen: '127.0.0.1:0' }}");

    private static HttpClient Client(TestHost server, List<string> seen)
    {
        SocketsHttpHandler handler = new();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
        {
            if (certificate is not null) seen.Add(certificate.Subject);
            return certificate is not null;
        };
        return new HttpClient(handler) { BaseAddress = new Uri($"https://{server.Host.HttpsEndPoints[0]}") };
    }

    private static async Task<string?> TryRtspAsync(TestHost server)
    {
        try
        {
            await using SslStream stream = await RtspAsync(server);
            return stream.RemoteCertificate?.Subject;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static async Task<SslStream> RtspAsync(TestHost server)
    {
        TcpClient client = new(AddressFamily.InterNetwork);
        await client.ConnectAsync(server.Host.RtspsEndPoint!, Cancellation);
        SslStream stream = new(client.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate is not null);
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost" }, Cancellation);
        Assert.StartsWith("RTSP/1.0 200", await OptionsAsync(stream), StringComparison.Ordinal);
        return stream;
    }

    private static async Task<string> OptionsAsync(SslStream stream)
    {
        await stream.WriteAsync("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n"u8.ToArray(), Cancellation);
        byte[] answer = new byte[1000];
        return Encoding.ASCII.GetString(answer, 0, await stream.ReadAsync(answer, Cancellation));
    }

    private static async Task<int> ReadAsync(TcpClient client, byte[] buffer)
    {
        try
        {
            return await client.GetStream().ReadAsync(buffer, Cancellation);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
