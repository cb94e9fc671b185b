using System.Collections.Immutable;

namespace Headrace.Protocols.Rtsp.Headers;

/// <summary>The Public header (RFC 2326, 12.28): the methods that a server knows.</summary>
internal static class PublicMethods
{
    /// <summary>The known methods of the header's value, each once, in its order.</summary>
    public static ImmutableArray<RtspMethod> Parse(ReadOnlySpan<char> value)
    {
        ImmutableArray<RtspMethod>.Builder methods = ImmutableArray.CreateBuilder<RtspMethod>();
        foreach (Range range in value.Split(','))
        {
            RtspMethod method = RtspMethodTokens.Parse(value[range].Trim());
            if (method != RtspMethod.Unknown && !methods.Contains(method)) methods.Add(method);
        }

        return methods.ToImmutable();
    }

    /// <summary>The header's value.</summary>
    public static string Format(IEnumerable<RtspMethod> methods) => string.Join(", ", methods.Select(method => method.ToToken()));
}
