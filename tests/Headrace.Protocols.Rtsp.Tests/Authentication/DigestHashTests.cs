using Headrace.Protocols.Rtsp.Authentication;

namespace Headrace.Protocols.Rtsp.Tests.Authentication;

public class DigestHashTests
{
    // The examples of the specifications, computed by their authors.
    [Theory]
    [InlineData("MD5", "testrealm@host.com", "dcd98b7102dd2f0e8b11d0f600bfb0c093", "0a4f113b", "/dir/index.html", "Circle Of Life", "6629fae49393a05397450978507c4ef1")] // RFC 2617, 3.5
    [InlineData("MD5", "http-auth@example.org", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", "/dir/index.html", "Circle of Life", "8ca523f5e9506fed4657c9700eebdbec")] // RFC 7616, 3.9.1
    [InlineData("SHA-256", "http-auth@example.org", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", "/dir/index.html", "Circle of Life", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")] // RFC 7616, 3.9.1
    public void ResponseIsThatOfTheSpecification(string algorithm, string realm, string nonce, string clientNonce, string uri, string password, string response)
    {
        Assert.True(AuthenticationAnswer.TryParse(
            $"Digest username=\"Mufasa\", realm=\"{realm}\", uri=\"{uri}\", algorithm={algorithm}, nonce=\"{nonce}\", nc=00000001, cnonce=\"{clientNonce}\", qop=auth, response=\"{response}\"",
            out AuthenticationAnswer? parsed));
        DigestAnswer answer = Assert.IsType<DigestAnswer>(parsed);
        string userHash = DigestHash.OfUser(answer.Algorithm, "Mufasa", realm, password);
        Assert.Equal(response, DigestHash.OfRequest(answer, userHash, "GET"));
        Assert.True(answer.Verify(userHash, "GET"));
        Assert.False(answer.Verify(userHash, "PUT"));
        Assert.False(answer.Verify(DigestHash.OfUser(answer.Algorithm, "Mufasa", realm, password + " "), "GET"));
    }

    // Computed by another program, for the forms that the specifications give no example of.
    [Fact]
    public void OldServersHaveNoProtectionInTheHash()
    {
        DigestAnswer answer = new("admin", "IP Camera(23435)", "b8d9d0a1cbd3f0ed8b8d3f0f6c1f2a44", "rtsp://10.0.0.2:554/Streaming/Channels/101");
        string userHash = DigestHash.OfUser(DigestAlgorithm.Md5, "admin", "IP Camera(23435)", "12345");
        Assert.Equal("df740447b34181df1de4802c30694395", DigestHash.OfRequest(answer, userHash, "DESCRIBE"));
    }

    [Fact]
    public void SessionVariantBindsTheClientsNonce()
    {
        DigestAnswer answer = new("u", "r", "n", "rtsp://h/cam") { IsSession = true, ClientNonce = "abc" };
        Assert.Equal("1d87bace9d9f7d072f3bd50b24abed7e", DigestHash.OfRequest(answer, DigestHash.OfUser(DigestAlgorithm.Md5, "u", "r", "p"), "PLAY"));
    }
}
