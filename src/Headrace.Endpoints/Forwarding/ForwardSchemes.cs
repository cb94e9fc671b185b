using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Headrace.Endpoints.Forwarding.Udp;
using Headrace.Endpoints.Rtmp.Push;
using Headrace.Endpoints.Rtsp.Push;
using Headrace.Endpoints.Srt.Push;
using Headrace.Streaming.Forwarding;

namespace Headrace.Endpoints.Forwarding;

/// <summary>The protocols that streams are forwarded over: the table that a new one adds a line to.</summary>
public static class ForwardSchemes
{
    /// <summary>One a protocol.</summary>
    public static ImmutableArray<IForwardScheme> All { get; } =
    [
        new RtspForwardScheme(),
        new RtmpForwardScheme(),
        new TsUdpScheme(),
        new RtpUdpScheme(),
        new SrtForwardScheme(),
    ];

    /// <summary>What may be written, for people.</summary>
    public static string Allowed { get; } = string.Join(", ", All.Select(scheme => scheme.Form)) + $"; {ForwardUrl.NamePlace} in it is the stream's name";

    /// <summary>Reads a URL that a target can be made of; false for anything else.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ForwardUrl? url) =>
        ForwardUrl.TryParse(text, out url) && Find(url) is { } scheme && scheme.WhyNot(url.For("name")) is null;

    /// <summary>What is wrong with a URL, as a clause for people; null when nothing is.</summary>
    public static string? WhyNot(string text) =>
        !ForwardUrl.TryParse(text, out ForwardUrl? url) ? "it is no URL with a scheme and a host" : Find(url) is not { } scheme ? $"{url.Scheme} is no scheme that streams are forwarded over" : scheme.WhyNot(url.For("name"));

    /// <summary>Makes the target of a URL that <see cref="TryParse"/> has read.</summary>
    public static IForwardTarget Create(ForwardUrl url, ForwardContext context)
    {
        ForwardUrl named = url.For(context.Stream);
        return Find(named)!.Create(named, context);
    }

    private static IForwardScheme? Find(ForwardUrl url)
    {
        foreach (IForwardScheme scheme in All)
        {
            if (scheme.Names.Contains(url.Scheme)) return scheme;
        }

        return null;
    }
}
