using System.Globalization;

namespace Headrace.Manifests.Hls.Client;

/// <summary>Finds what decrypts a segment in what its playlist says.</summary>
internal static class SegmentKeys
{
    private const string Identity = "identity";

    /// <summary>Reads the keys in force.</summary>
    /// <param name="keys">The keys in force; one that is understood is enough (RFC 8216, 4.3.2.4).</param>
    /// <param name="playlist">Where the playlist is.</param>
    /// <param name="number">The media sequence number, which is the vector where none is written (RFC 8216, 5.2); null for an initialization section, which needs a written one.</param>
    /// <param name="key">What decrypts it; null where nothing is encrypted.</param>
    /// <param name="fault">Why it cannot be decrypted, in one clause; null when it can.</param>
    public static bool TryRead(ValueList<EncryptionKey> keys, Uri playlist, long? number, out HlsKey? key, out string? fault)
    {
        (key, fault) = (null, null);
        foreach (EncryptionKey one in keys)
        {
            if (one.Method == "NONE") return true;
            if (one.Method != "AES-128" || (one.KeyFormat ?? Identity) != Identity)
            {
                fault = one.Method == "AES-128" ? $"its segments are encrypted with keys of the form {ClientClauses.Short(one.KeyFormat!)}, which are not read here"
                    : $"its segments are encrypted with {ClientClauses.Short(one.Method)}, which is not read here; AES-128 is";
                continue;
            }

            if (one.Uri is null || !ClientUris.TryResolve(playlist, one.Uri, out Uri? location))
            {
                fault = $"it names a key that cannot be fetched over HTTP: {ClientClauses.Short(one.Uri ?? "none")}";
                continue;
            }

            if (!TryReadVector(one.InitializationVector, number, out UInt128 vector))
            {
                fault = one.InitializationVector is null ? "its initialization section is encrypted without a vector" : "it names a key with a vector that is no hexadecimal number of 128 bits";
                continue;
            }

            (key, fault) = (new HlsKey(location, vector), null);
            return true;
        }

        return fault is null;
    }

    private static bool TryReadVector(string? written, long? number, out UInt128 vector)
    {
        vector = (UInt128)(number ?? 0);
        if (written is null) return number is not null;
        return written.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && UInt128.TryParse(written.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out vector);
    }
}
