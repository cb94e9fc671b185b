namespace Headrace.Protocols.Rtsp;

/// <summary>The methods as they stand on the wire. Methods are case-sensitive (RFC 2326, 6.1).</summary>
internal static class RtspMethodTokens
{
    private static readonly string[] Tokens =
    [
        "", "OPTIONS", "DESCRIBE", "ANNOUNCE", "SETUP", "PLAY", "PAUSE", "RECORD",
        "GET_PARAMETER", "SET_PARAMETER", "TEARDOWN", "REDIRECT", "PLAY_NOTIFY",
    ];

    /// <summary>The token of a known method; empty for <see cref="RtspMethod.Unknown"/>.</summary>
    public static string ToToken(this RtspMethod method) => Tokens[(int)method];

    /// <summary>The method that <paramref name="token"/> names, or <see cref="RtspMethod.Unknown"/>.</summary>
    public static RtspMethod Parse(ReadOnlySpan<char> token)
    {
        for (int i = 1; i < Tokens.Length; i++)
        {
            if (token.SequenceEqual(Tokens[i])) return (RtspMethod)i;
        }

        return RtspMethod.Unknown;
    }
}
