using Headrace.Server.Importing.Keys;

namespace Headrace.Server.Importing.MediaMtx;

/// <summary>A protocol or service of MediaMTX, whose keys begin alike: whether it is on, and whether it is encrypted.</summary>
/// <param name="Prefix">What its keys begin with, which is the key that switches it on too.</param>
/// <param name="IsOnByDefault">Whether it is on where nothing is said.</param>
/// <param name="OldEncryption">What its key of encryption was called before.</param>
/// <param name="OldCertificate">And that of its certificate.</param>
/// <param name="OldKey">And that of the certificate's key.</param>
internal sealed record MediaMtxProtocol(string Prefix, bool IsOnByDefault, string OldEncryption = "", string OldCertificate = "", string OldKey = "")
{
    private const string PresetCertificate = "server.crt";
    private const string PresetKey = "server.key";

    internal static MediaMtxProtocol Hls { get; } = new("hls", true);

    internal static MediaMtxProtocol Api { get; } = new("api", false);

    internal static MediaMtxProtocol Metrics { get; } = new("metrics", false);

    internal static MediaMtxProtocol Rtsp { get; } = new("rtsp", true, "encryption", "serverCert", "serverKey");

    internal static MediaMtxProtocol Rtmp { get; } = new("rtmp", true);

    /// <summary>Those whose certificate can be ours, in the order in which they are asked.</summary>
    internal static IReadOnlyList<MediaMtxProtocol> Encrypting { get; } = [Hls, Rtsp, Rtmp, Api, Metrics];

    /// <summary>True where it is on.</summary>
    internal bool IsOn(ForeignSection general) => general.Says(Prefix, IsOnByDefault) && !general.Says($"{Prefix}Disable");

    /// <summary>True where it is encrypted, beside what is not or alone.</summary>
    internal bool IsEncrypted(ForeignSection general) => IsOn(general) && EncryptionOf(general) is "true" or "optional" or "strict";

    /// <summary>True where nothing of it is plain.</summary>
    internal bool IsEncryptedOnly(ForeignSection general) => IsOn(general) && EncryptionOf(general) is "true" or "strict";

    /// <summary>The key that says so, or null.</summary>
    internal ForeignEntry? EncryptionKey(ForeignSection general) => general.Find($"{Prefix}Encryption") ?? general.Find(OldEncryption);

    /// <summary>The file of its certificate.</summary>
    internal string CertificateOf(ForeignSection general) => FileOf(general, $"{Prefix}ServerCert", OldCertificate, PresetCertificate);

    /// <summary>The file of that one's key.</summary>
    internal string KeyOf(ForeignSection general) => FileOf(general, $"{Prefix}ServerKey", OldKey, PresetKey);

    // "no" without quotes is a word of truth.
    private string? EncryptionOf(ForeignSection general) => EncryptionKey(general)?.Text is { } text ? ForeignValues.FlagText(text) ?? text : null;

    private static string FileOf(ForeignSection general, string key, string old, string preset) =>
        general.TextOf(key) is { Length: > 0 } file ? file : general.TextOf(old) is { Length: > 0 } before ? before : preset;
}
