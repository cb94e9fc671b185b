using System.Net;
using System.Text;
using Headrace.Endpoints.Access;
using Headrace.Server.Auth;
using Headrace.Streaming.Access;
using Headrace.TestKit;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headrace.Server.Tests.Auth;

/// <summary>Headers that say who somebody is, whatever stands in them.</summary>
public sealed class CredentialFuzzTests
{
    private static readonly string[] Headers =
    [
        "Basic YW5uOnNlY3JldA==", "Basic YW5u", "Bearer ann:secret", "Bearer ", "Digest username=\"x\"", "203.0.113.9, 10.0.0.2:80, [2001:db8::1]:443", "sha256:K7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/Unols=",
        "~^site/(a|b)+$", "10.0.0.0/8", "fd00::/8",
    ];

    [Fact]
    public void NothingThrowsAndNothingOpens()
    {
        AccessRules rules = new([new AccessUser { Name = "ann", Password = Secret.Of("secret-of-ann"), Permissions = [new AccessPermission { Action = AccessAction.Read }] }]);
        Fuzz.Run(Headers.Select(Encoding.Latin1.GetBytes), bytes =>
        {
            string text = Encoding.Latin1.GetString(bytes);
            AccessGate gate = new(rules, _ => false, TimeProvider.System, NullLogger.Instance);
            DefaultHttpContext context = new();
            context.Connection.RemoteIpAddress = IPAddress.Loopback;
            context.Request.Headers.Authorization = text;
            Assert.NotEqual(AccessVerdict.Allowed, HttpAccess.Judge(gate, AccessAction.Read, "x", context.Request));
            context.Request.Headers.Remove("Authorization");
            context.Request.QueryString = QueryString.Create("token", text);
            Assert.NotEqual(AccessVerdict.Allowed, HttpAccess.Judge(gate, AccessAction.Read, "x", context.Request));
            context.Request.Headers["X-Forwarded-For"] = text;
            ForwardedPeer.Of(IPAddress.Loopback, context.Request.Headers, [NetworkSet.TryParse("all", out NetworkSet? all) ? all : throw new InvalidOperationException()]);
            if (Secret.TryParse(text, out Secret? secret)) Assert.False(secret.Matches(text + "x"));
            if (StreamPattern.TryParse(text, out StreamPattern? pattern)) pattern.IsMatch("site/hall/cam1");
            if (NetworkSet.TryParse(text, out NetworkSet? set)) Assert.Equal(text, set.Name);
        });
    }
}
