using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Headrace.Server.Configuration.Changes;
using Headrace.Server.Configuration.Options;
using Microsoft.Extensions.Logging;

namespace Headrace.Server.Tls;

/// <summary>
/// The certificate of HTTPS and RTSPS, from PEM files. It is read again when they change, for handshakes from then on; connections that are there go on. Files that cannot be
/// used leave the old one, or none: then handshakes fail, and everything without TLS is not concerned.
/// </summary>
internal sealed class TlsCertificate : IAsyncDisposable
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromHours(1);
    private static readonly TimeSpan WarningTime = TimeSpan.FromDays(14);

    private readonly HttpTlsOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly FileWatch _watch;
    private readonly ITimer _check;
    private volatile SslStreamCertificateContext? _context;

    /// <summary>Reads the files, and watches them.</summary>
    internal TlsCertificate(HttpTlsOptions options, TimeProvider clock, ILogger logger)
    {
        _options = options;
        _clock = clock;
        _logger = logger;
        Read();
        _watch = new FileWatch([options.Certificate, KeyFile], Read, clock);
        _check = clock.CreateTimer(_ => CheckTime(), null, CheckInterval, CheckInterval);
    }

    /// <summary>The certificate that holds, or null while there is none.</summary>
    internal SslStreamCertificateContext? Context => _context;

    /// <summary>When it expires, or null while there is none.</summary>
    internal DateTimeOffset? Expires => _context?.TargetCertificate.NotAfter;

    private string KeyFile => _options.Key.Length == 0 ? _options.Certificate : _options.Key;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _watch.DisposeAsync().ConfigureAwait(false);
        await _check.DisposeAsync().ConfigureAwait(false);
    }

    private void Read()
    {
        try
        {
            X509Certificate2Collection chain = [];
            chain.ImportFromPemFile(_options.Certificate);
            X509Certificate2 own = X509Certificate2.CreateFromPemFile(_options.Certificate, KeyFile);
            _context = SslStreamCertificateContext.Create(own, chain, offline: true);
            DateTime notAfter = own.NotAfter.ToUniversalTime();
            TlsLog.Holds(_logger, own.Subject, notAfter, _options.Certificate);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            string reason = e is FileNotFoundException or DirectoryNotFoundException ? $"there is no file {(e as FileNotFoundException)?.FileName ?? KeyFile}" : e.Message;
            if (_context is null) TlsLog.NoCertificate(_logger, _options.Certificate, KeyFile, reason);
            else TlsLog.NotRead(_logger, _options.Certificate, KeyFile, reason);
        }

        CheckTime();
    }

    private void CheckTime()
    {
        if (_context?.TargetCertificate is not { } certificate) return;
        DateTime now = _clock.GetUtcNow().UtcDateTime;
        DateTime from = certificate.NotBefore.ToUniversalTime();
        DateTime until = certificate.NotAfter.ToUniversalTime();
        if (until < now) TlsLog.Expired(_logger, _options.Certificate, until);
        else if (from > now) TlsLog.NotYetValid(_logger, _options.Certificate, from);
        else if (until < now + WarningTime) TlsLog.ExpiresSoon(_logger, _options.Certificate, until);
    }
}
