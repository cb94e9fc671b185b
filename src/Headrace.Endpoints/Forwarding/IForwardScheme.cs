using Headrace.Streaming.Forwarding;

namespace Headrace.Endpoints.Forwarding;

/// <summary>How targets of some URL schemes are made. Stateless; registered in <see cref="ForwardSchemes"/>.</summary>
public interface IForwardScheme
{
    /// <summary>The schemes, lower case.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>How a URL of it is written, for people: <c>rtsp://HOST/PATH</c>.</summary>
    string Form { get; }

    /// <summary>What is wrong with a URL of the scheme, as a clause for people; null when nothing is.</summary>
    string? WhyNot(ForwardUrl url);

    /// <summary>Makes the target of a URL with which nothing is wrong.</summary>
    IForwardTarget Create(ForwardUrl url, ForwardContext context);
}
