namespace Headrace.Protocols.Rtmp.Server;

/// <summary>
/// Which stream a client means, and by what right: the application and the key joined with a slash, either of which may be empty, and the parameters of either's query, or of the
/// URL that the client says it connects to.
/// </summary>
/// <param name="Name">The stream's name, decoded and not checked.</param>
public sealed record RtmpStreamAddress(string Name)
{
    /// <summary>What Flash and Wowza call the instance that nobody names.</summary>
    private const string DefaultInstance = "_definst_";

    /// <summary><c>user=</c>, or null.</summary>
    public string? User { get; private init; }

    /// <summary><c>pass=</c> or <c>password=</c>, or null.</summary>
    public string? Password { get; private init; }

    /// <summary><c>token=</c>, or null.</summary>
    public string? Token { get; private init; }

    /// <summary>What the client answered when it was asked who it is, or null.</summary>
    public RtmpSignInAnswer? Answer { get; internal init; }

    /// <summary><c>input=</c>: which of a stream's inputs a program of ours publishes; or null.</summary>
    public string? Input { get; private init; }

    /// <summary>Reads an address.</summary>
    /// <param name="application">The application of <c>connect</c>.</param>
    /// <param name="url">The URL of <c>connect</c> (<c>tcUrl</c>), or null.</param>
    /// <param name="key">What is published or played.</param>
    public static RtmpStreamAddress Read(string application, string? url, string key)
    {
        (string app, string appQuery) = Split(application);
        (string name, string keyQuery) = Split(key);
        (_, string urlQuery) = Split(url ?? "");
        RtmpStreamAddress address = new(Join(app, name));
        // What is written nearest to the name holds.
        return address.With(urlQuery).With(appQuery).With(keyQuery);
    }

    private static string Join(string application, string key)
    {
        List<string> segments = [];
        foreach (string part in (string[])[application, key])
        {
            foreach (string segment in part.Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                if (segment != DefaultInstance) segments.Add(Uri.UnescapeDataString(segment));
            }
        }

        return string.Join('/', segments);
    }

    private static (string Path, string Query) Split(string text)
    {
        int mark = text.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? (text, "") : (text[..mark], text[(mark + 1)..]);
    }

    private RtmpStreamAddress With(string query)
    {
        RtmpStreamAddress address = this;
        foreach (Range range in query.AsSpan().Split('&'))
        {
            ReadOnlySpan<char> pair = query.AsSpan(range);
            int equals = pair.IndexOf('=');
            if (equals <= 0) continue;
            string value = Uri.UnescapeDataString(pair[(equals + 1)..]);
            address = pair[..equals] switch
            {
                "user" => address with { User = value },
                "pass" or "password" => address with { Password = value },
                "token" => address with { Token = value },
                "input" => address with { Input = value },
                _ => address,
            };
        }

        return address;
    }
}
