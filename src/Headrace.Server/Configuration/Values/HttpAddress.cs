namespace Headrace.Server.Configuration.Values;

/// <summary>The address of a service that is spoken to over HTTP.</summary>
internal static class HttpAddress
{
    /// <summary>Reads an address without credentials, query and fragment; nothing is null.</summary>
    internal static bool TryParse(string text, out Uri? address)
    {
        address = null;
        return text.Length == 0 || (Uri.TryCreate(text, UriKind.Absolute, out address)
            && address.Scheme is "http" or "https" && address.Host.Length > 0 && address.UserInfo.Length + address.Query.Length + address.Fragment.Length == 0);
    }
}
