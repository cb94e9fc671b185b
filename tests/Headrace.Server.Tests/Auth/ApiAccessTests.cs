using System.Net;
using System.Text;
using Headrace.Server.Auth;
using Headrace.Streaming.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headrace.Server.Tests.Auth;

public sealed class ApiAccessTests
{
    private static readonly AccessToken Token = AccessToken.Create();
    private static readonly AccessGate Gate = new(AccessRules.Open, text => Token.Matches(text), TimeProvider.System, NullLogger.Instance);

    public static TheoryData<string, string, string, bool> WithoutToken { get; } = new()
    {
        { "127.0.0.1", "127.0.0.1:8080", "", true },
        { "127.0.0.1", "localhost:8080", "", true },
        { "127.0.0.1", "LOCALHOST", "", true },
        { "127.0.0.9", "127.0.0.9", "", true },
        { "::1", "[::1]:8080", "", true },
        { "::ffff:127.0.0.1", "localhost", "", true },

        // Another machine, whatever it says.
        { "10.0.0.5", "localhost", "", false },
        { "::ffff:10.0.0.5", "127.0.0.1", "", false },
        { "", "localhost", "", false },

        // A name of somebody else that was made to point here.
        { "127.0.0.1", "evil.example", "", false },
        { "127.0.0.1", "localhost.evil.example", "", false },
        { "127.0.0.1", "127.0.0.1.evil.example", "", false },
        { "127.0.0.1", "192.168.1.2:8080", "", false },
        { "127.0.0.1", "", "", false },

        // Pages: our own may, others' may not.
        { "127.0.0.1", "localhost:8080", "Origin: http://localhost:8080", true },
        { "127.0.0.1", "localhost:8080", "Origin: http://localhost:3000", false },
        { "127.0.0.1", "localhost:8080", "Origin: https://localhost:8080", false },
        { "127.0.0.1", "localhost:8080", "Origin: http://127.0.0.1:8080", false },
        { "127.0.0.1", "localhost:8080", "Origin: https://evil.example", false },
        { "127.0.0.1", "localhost:8080", "Origin: null", false },
        { "127.0.0.1", "localhost:8080", "Origin: ", false },

        { "127.0.0.1", "localhost:8080", "Sec-Fetch-Site: same-origin", true },
        { "127.0.0.1", "localhost:8080", "Sec-Fetch-Site: none", true },
        { "127.0.0.1", "localhost:8080", "Sec-Fetch-Site: cross-site", false },
        { "127.0.0.1", "localhost:8080", "Sec-Fetch-Site: same-site", false },

        // Somebody passed it on.
        { "127.0.0.1", "localhost:8080", "X-Forwarded-For: 10.0.0.5", false },
        { "127.0.0.1", "localhost:8080", "x-forwarded-for: 127.0.0.1", false },
        { "127.0.0.1", "localhost:8080", "Forwarded: for=127.0.0.1", false },
        { "127.0.0.1", "localhost:8080", "Via: 1.1 proxy", false },
        { "127.0.0.1", "localhost:8080", "X-Real-IP: 127.0.0.1", false },
    };

    public static TheoryData<string, bool> Authorizations { get; } = new()
    {
        { "Bearer TOKEN", true },
        { "bearer   TOKEN ", true },
        { "Bearer TOKENx", false },
        { "Bearer ", false },
        { "Bearer", false },
        { "TOKEN", false },
        { "Basic TOKEN", false },
        { "", false },
        { "Bearer " + "TOKENTOKENTOKENTOKENTOKENTOKENTOKENTOKENTOKENTOKEN", false },
    };

    [Theory]
    [MemberData(nameof(WithoutToken))]
    public void RequestWithoutTokenIsAllowedOnlyFromThisMachineItself(string peer, string host, string header, bool isAllowed) =>
        Assert.Equal(isAllowed, IsAllowed(Request(host, header), peer.Length == 0 ? null : IPAddress.Parse(peer)));

    [Theory]
    [MemberData(nameof(Authorizations))]
    public void TokenDecidesWhereOneIsSent(string authorization, bool isAllowed)
    {
        HttpRequest request = Request("media.example", "Origin: https://other.example");
        request.Headers.Authorization = authorization.Replace("TOKEN", Token.Value, StringComparison.Ordinal);
        Assert.Equal(isAllowed, IsAllowed(request, IPAddress.Parse("10.0.0.5")));
        request.Host = new HostString("localhost");
        request.Headers.Remove("Origin");
        Assert.Equal(isAllowed, IsAllowed(request, IPAddress.Loopback));
    }

    [Fact]
    public void TwoAuthorizationsAreNone()
    {
        HttpRequest request = Request("localhost", "");
        request.Headers.Authorization = new[] { $"Bearer {Token.Value}", $"Bearer {Token.Value}" };
        Assert.False(IsAllowed(request, IPAddress.Loopback));
    }

    [Theory]
    [InlineData("ann:secret", AccessVerdict.Allowed)]
    [InlineData("ann:wrong", AccessVerdict.WrongCredentials)]
    [InlineData("bob:secret", AccessVerdict.Forbidden)]
    [InlineData("nobody:secret", AccessVerdict.WrongCredentials)]
    public void UserNeedsThePermission(string credentials, AccessVerdict verdict)
    {
        AccessRules rules = new(
        [
            new AccessUser { Name = "ann", Password = Secret.Of("secret"), Permissions = [new AccessPermission { Action = AccessAction.Api }] },
            new AccessUser { Name = "bob", Password = Secret.Of("secret"), Permissions = [new AccessPermission { Action = AccessAction.Read }] },
        ]);
        ApiAccess access = new(new AccessGate(rules, _ => false, TimeProvider.System, NullLogger.Instance));
        foreach (string header in new[] { $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))}", $"Bearer {credentials}" })
        {
            HttpRequest request = Request("media.example", "");
            request.Headers.Authorization = header;
            Assert.Equal(verdict, access.Judge(request, IPAddress.Parse("10.0.0.5"), AccessAction.Api, out _));
        }
    }

    private static bool IsAllowed(HttpRequest request, IPAddress? peer)
    {
        request.HttpContext.Connection.RemoteIpAddress = peer;
        return new ApiAccess(Gate).Judge(request, peer, AccessAction.Api, out _) == AccessVerdict.Allowed;
    }

    private static HttpRequest Request(string host, string header)
    {
        HttpRequest request = new DefaultHttpContext().Request;
        request.Scheme = "http";
        if (host.Length > 0) request.Host = new HostString(host);
        if (header.Split(": ", 2) is [string name, string value]) request.Headers[name] = value;
        return request;
    }
}
