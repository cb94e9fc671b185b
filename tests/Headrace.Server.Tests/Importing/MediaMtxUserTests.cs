using Headrace.Server.Importing;
using Headrace.Streaming.Access;

namespace Headrace.Server.Tests.Importing;

/// <summary>Users of a mediamtx.yml: nothing is ever opened by what is lost.</summary>
public sealed class MediaMtxUserTests
{
    private const string Hash = "sha256:K7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/Unols=";

    [Fact]
    public void UsersAreTranslated()
    {
        AccessUser[] users = Users(
            $$"""
            authInternalUsers:
            - user: any
              pass:
              ips: []
              permissions: [ { action: read, path: }, { action: playback } ]
            - user: ann
              pass: {{Hash}}
              ips: ['10.0.0.0/8', '192.0.2.7']
              permissions: [ { action: publish, path: "~^studio/" }, { action: api } ]
            - user: any
              ips: ['127.0.0.1', '::1']
              permissions: [ { action: api }, { action: metrics }, { action: pprof } ]
            """);
        Assert.Equal(["any", "ann"], users.Select(user => user.Name));
        Assert.Equal(["Read ", "Playback "], users[0].Permissions.Select(Shown));
        Assert.Equal(["Publish ~^studio/", "Api "], users[1].Permissions.Select(Shown));
        Assert.Equal((Hash, "10.0.0.0/8 192.0.2.7"), (users[1].Password.Reveal(), string.Join(' ', users[1].Networks)));
    }

    [Theory]
    [InlineData("authMethod: http\nauthHTTPAddress: http://h/auth")]
    [InlineData("authMethod: jwt\nauthJWTJWKS: https://h/jwks")]
    [InlineData("externalAuthenticationURL: http://h/auth")]
    [InlineData("authInternalUsers: []")]
    [InlineData("authInternalUsers: [ { user: \"sha256:abc\", pass: x, permissions: [ { action: read } ] } ]")]
    [InlineData("authInternalUsers: [ { user: ann, pass: \"argon2:$argon2id$v=19$m=4096,t=3,p=1$c2FsdA$aGFzaA\", permissions: [ { action: read } ] } ]")]
    [InlineData("authInternalUsers: [ { user: ann, pass: \"sha256:no hash\", permissions: [ { action: read } ] } ]")]
    [InlineData("authInternalUsers: [ { user: ann, permissions: [ { action: read } ] } ]")]
    [InlineData("authInternalUsers: [ { user: \"a:b\", pass: x, permissions: [ { action: read } ] } ]")]
    [InlineData("authInternalUsers: 7")]
    [InlineData("paths: { cam: { readUser: \"sha256:abc\", readPass: x, publishUser: \"sha256:abc\", publishPass: x } }")]
    public void WhoCannotBeCarriedOverLeavesTheServerClosed(string text)
    {
        ImportResult result = Imports.Of("logLevel: info\n" + text);
        AccessUser nobody = Assert.Single(Imports.Load(text).Options.Auth.Users);
        Assert.Empty(nobody.Permissions);
        Assert.True(text.EndsWith("[]", StringComparison.Ordinal) || !result.Report.IsComplete);
    }

    [Fact]
    public void RefusedPartOfAPermissionTakesThePermissionWithIt()
    {
        AccessUser user = Assert.Single(Users("authInternalUsers: [ { user: ann, pass: secret, permissions: [ { action: read, path: \"~(\" }, { action: read, path: cam } ] } ]"));
        Assert.Equal(["Read cam"], user.Permissions.Select(Shown));
        Assert.Equal("ben", Assert.Single(Users("authInternalUsers: [ { user: ann, pass: x, ips: [nowhere], permissions: [ { action: read } ] }, { user: ben, pass: x, permissions: [ { action: read } ] } ]")).Name);
    }

    [Fact]
    public void UsersOfPathsBecomeUsers()
    {
        AccessUser[] users = Users("paths: { cam: { readUser: ann, readPass: secret, readIPs: [10.0.0.0/8] }, door: { publishUser: eve, publishPass: secret } }");
        Assert.Equal(
            ["any Publish cam", "ann Read cam", "eve Publish door", "any Read door"],
            users.Select(user => $"{user.Name} {Shown(Assert.Single(user.Permissions))}"));
        Assert.Equal("10.0.0.0/8", Assert.Single(users[1].Networks).Name);
    }

    [Fact]
    public void NoSecretIsTold()
    {
        ImportResult result = Imports.Of("authInternalUsers: [ { user: ann, pass: argon2:sekret, permissions: [] } ]\npaths: { cam: { source: \"whep://ann:sekret@h/x\", srtReadPassphrase: sekret } }");
        Assert.DoesNotContain("sekret", result.Text + string.Join('\n', result.Report.Lines()), StringComparison.Ordinal);
    }

    private static AccessUser[] Users(string text) => [.. Imports.Load(text).Options.Auth.Users];

    private static string Shown(AccessPermission permission) => $"{permission.Action} {permission.Path}";
}
