using Headrace.Server.Importing.Keys;

namespace Headrace.Server.Importing.MediaMtx;

/// <summary>Encryption and certificates: each protocol has its own there, all have one here.</summary>
internal static class EncryptionKeys
{
    internal static IEnumerable<ForeignKey> All { get; } =
    [
        .. MediaMtxProtocol.Encrypting.SelectMany(Of),
        new("encryption", entry => Encryption(entry, MediaMtxProtocol.Rtsp)),
        new("serverCert", entry => File(entry, MediaMtxProtocol.Rtsp, isKey: false)),
        new("serverKey", entry => File(entry, MediaMtxProtocol.Rtsp, isKey: true)),
    ];

    /// <summary>The one certificate: of the first protocol that is encrypted; null where none is.</summary>
    private static MediaMtxProtocol? ChosenIn(ForeignSection general) => MediaMtxProtocol.Encrypting.FirstOrDefault(protocol => protocol.IsEncrypted(general));

    private static IEnumerable<ForeignKey> Of(MediaMtxProtocol protocol) =>
    [
        new($"{protocol.Prefix}Encryption", entry => Encryption(entry, protocol)),
        new($"{protocol.Prefix}ServerCert", entry => File(entry, protocol, isKey: false)),
        new($"{protocol.Prefix}ServerKey", entry => File(entry, protocol, isKey: true)),
    ];

    private static void Encryption(ForeignEntry entry, MediaMtxProtocol protocol)
    {
        ForeignSection general = entry.Section;
        MediaMtxProtocol? chosen = ChosenIn(general);
        if (!protocol.IsOn(general)) entry.Record.Drop(Reasons.OffThere);
        else if (!protocol.IsEncrypted(general))
        {
            // Where there is a certificate, these listen unless they are told not to.
            if (chosen is not null && (protocol == MediaMtxProtocol.Rtsp || protocol == MediaMtxProtocol.Rtmp)) entry.Set($"{protocol.Prefix}.tlsListen", "");
            else entry.Record.Drop("nothing is encrypted without http.tls.certificate");
        }
        else
        {
            entry.Set("http.tls.certificate", chosen!.CertificateOf(general));
            entry.Set("http.tls.key", chosen.KeyOf(general));
            if (protocol.IsEncryptedOnly(general) && (protocol == MediaMtxProtocol.Rtsp || protocol == MediaMtxProtocol.Rtmp)) entry.Set($"{protocol.Prefix}.listen", "");
        }
    }

    private static void File(ForeignEntry entry, MediaMtxProtocol protocol, bool isKey)
    {
        ForeignSection general = entry.Section;
        if (!protocol.IsEncrypted(general))
        {
            entry.Record.Drop("what it encrypts is not encrypted in this file");
            return;
        }

        MediaMtxProtocol chosen = ChosenIn(general)!;
        string file = isKey ? chosen.KeyOf(general) : chosen.CertificateOf(general);
        if (entry.Text == file) entry.Set(isKey ? "http.tls.key" : "http.tls.certificate", file);
        else entry.Record.Lose($"HTTPS, RTSPS and RTMPS have one certificate, http.tls, which is that of {chosen.Prefix} now; have one made for all names");
    }
}
