using Headrace.Protocols.Srt;

namespace Headrace.Endpoints.Srt;

/// <summary>With which passphrases streams are published and read: an immutable snapshot, replaced whole.</summary>
/// <param name="OfStream">Those of a stream, by its name. Called on libsrt's thread: it must not wait.</param>
public sealed record SrtPassphrases(Func<string, SrtStreamPassphrases> OfStream)
{
    /// <summary>None at all.</summary>
    public static SrtPassphrases None { get; } = new(static _ => SrtStreamPassphrases.None);

    /// <summary>The one that a caller needs; empty for none.</summary>
    public string Of(string stream, SrtMode mode)
    {
        SrtStreamPassphrases both = OfStream(stream);
        return mode == SrtMode.Publish ? both.Publish : both.Read;
    }
}
