using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Headrace.Server.Configuration.Options;

/// <summary>Section <c>log</c>.</summary>
internal sealed record LogOptions
{
    /// <summary>Least level that is written.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;

    /// <summary>How lines look.</summary>
    public LogFormat Format { get; init; } = LogFormat.Text;

    /// <summary>Least level of single categories, by the start of their names.</summary>
    public ImmutableSortedDictionary<string, LogLevel> Levels { get; init; } = ImmutableSortedDictionary<string, LogLevel>.Empty;
}
