using System.Collections.Immutable;
using Headrace.Protocols.Srt;

namespace Headrace.Endpoints.Srt;

/// <summary>With which passphrases streams are published and read: an immutable snapshot, replaced whole.</summary>
/// <param name="Common">Of streams that are not named.</param>
/// <param name="Named">Of those that are.</param>
public sealed record SrtPassphrases(SrtStreamPassphrases Common, ImmutableDictionary<string, SrtStreamPassphrases> Named)
{
    /// <summary>None at all.</summary>
    public static SrtPassphrases None { get; } = new(SrtStreamPassphrases.None, ImmutableDictionary<string, SrtStreamPassphrases>.Empty);

    /// <summary>The one that a caller needs; empty for none.</summary>
    public string Of(string stream, SrtMode mode)
    {
        SrtStreamPassphrases both = Named.GetValueOrDefault(stream, Common);
        return mode == SrtMode.Publish ? both.Publish : both.Read;
    }
}
