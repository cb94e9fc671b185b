using System.Globalization;

namespace Headrace.Endpoints.Tests.Rtsp;

/// <summary>An answer of a server.</summary>
internal sealed record RtspTestReply(int Status, IReadOnlyDictionary<string, string> Headers)
{
    public string Body { get; init; } = "";

    /// <summary>The first line: version, status and reason.</summary>
    public string StatusLine { get; init; } = "";

    public string? this[string header] => Headers.GetValueOrDefault(header);

    public static RtspTestReply Parse(string head)
    {
        string[] lines = head.Split("\r\n");
        Assert.StartsWith("RTSP/1.0 ", lines[0], StringComparison.Ordinal);
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach (string line in lines.Skip(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add(line[..colon], line[(colon + 1)..].Trim());
        }

        return new RtspTestReply(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers) { StatusLine = lines[0] };
    }

    /// <summary>Demands a status, and hands itself back.</summary>
    public RtspTestReply MustBe(int status)
    {
        Assert.True(Status == status, $"{Status} where {status} should be: {string.Join(", ", Headers)}");
        return this;
    }
}
