namespace Headrace.Manifests.Hls;

/// <summary>How segments are encrypted (EXT-X-KEY; RFC 8216bis, 4.4.4.4). Kept as read; Headrace encrypts nothing itself.</summary>
/// <param name="Method">NONE, AES-128, SAMPLE-AES …, as written.</param>
/// <param name="Uri">Where the key is; null with NONE.</param>
/// <param name="InitializationVector">The hexadecimal sequence as written, with its 0x; null where there is none.</param>
/// <param name="KeyFormat">Null means "identity".</param>
/// <param name="KeyFormatVersions">Null means "1".</param>
public sealed record EncryptionKey(
    string Method, string? Uri, string? InitializationVector = null, string? KeyFormat = null, string? KeyFormatVersions = null);
