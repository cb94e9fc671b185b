using System.Globalization;
using System.Net;

namespace Headrace.Endpoints.Hls.Pull;

/// <summary>A server that is known by the name in a URL; which of its addresses answers may differ from request to request.</summary>
internal sealed class HttpPeer : EndPoint
{
    private readonly string _text;

    private HttpPeer(string text) => _text = text;

    /// <summary>The server of a URL: its address, where the URL has one.</summary>
    public static EndPoint Of(Uri url) => IPAddress.TryParse(url.Host.Trim('[', ']'), out IPAddress? address)
        ? new IPEndPoint(address, url.Port)
        : new HttpPeer(string.Create(CultureInfo.InvariantCulture, $"{url.IdnHost}:{url.Port}"));

    /// <inheritdoc/>
    public override string ToString() => _text;
}
