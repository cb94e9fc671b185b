using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Headrace.TestKit;

/// <summary>Certificates of 127.0.0.1 and localhost, made for a test and signed by themselves.</summary>
public static class PemCertificate
{
    /// <summary>Writes a certificate and its key into a folder, replacing those that are there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">Whom it names.</param>
    /// <param name="from">From when it is good, seen from now.</param>
    /// <param name="until">Until when.</param>
    /// <returns>The files.</returns>
    public static (string Certificate, string Key) Write(string folder, string name, TimeSpan from, TimeSpan until)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(now + from, now + until);
        (string Certificate, string Key) files = (Path.Combine(folder, "certificate.pem"), Path.Combine(folder, "key.pem"));
        File.WriteAllText(files.Key, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(files.Certificate, certificate.ExportCertificatePem());
        return files;
    }

    /// <summary>As <see cref="Write(string, string, TimeSpan, TimeSpan)"/>, good now and for a year.</summary>
    public static (string Certificate, string Key) Write(string folder, string name = "test") => Write(folder, name, TimeSpan.FromDays(-1), TimeSpan.FromDays(365));
}
