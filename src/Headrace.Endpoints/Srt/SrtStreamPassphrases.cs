using System.Text;

namespace Headrace.Endpoints.Srt;

/// <summary>The passphrases of a stream; empty for none. Their text hides them.</summary>
/// <param name="Publish">For who publishes.</param>
/// <param name="Read">For who reads.</param>
public sealed record SrtStreamPassphrases(string Publish, string Read)
{
    /// <summary>What may be one, in words.</summary>
    public const string Allowed = "a passphrase of 10 to 79 bytes";

    /// <summary>A word, too short to be a passphrase, that says that a stream has none whatever is common.</summary>
    public const string NoPassphrase = "none";

    private const int MinLength = 10;
    private const int MaxLength = 79;

    /// <summary>None.</summary>
    public static SrtStreamPassphrases None { get; } = new("", "");

    /// <summary>True for what libsrt takes.</summary>
    public static bool IsPassphrase(string text) => Encoding.UTF8.GetByteCount(text) is >= MinLength and <= MaxLength && !text.Contains('\0', StringComparison.Ordinal);

    /// <summary>Those that hold, where a common one stands behind those that are empty.</summary>
    public SrtStreamPassphrases Within(string common) => new(Resolve(Publish, common), Resolve(Read, common));

    /// <inheritdoc/>
    public override string ToString() => "***";

    private static string Resolve(string own, string common) => own.Length == 0 ? common : own == NoPassphrase ? "" : own;
}
