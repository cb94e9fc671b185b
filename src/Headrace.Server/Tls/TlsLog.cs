using Microsoft.Extensions.Logging;

namespace Headrace.Server.Tls;

/// <summary>What is said about the certificate.</summary>
internal static partial class TlsLog
{
    [LoggerMessage(EventId = 4201, Level = LogLevel.Information, Message = "The certificate of {Subject} holds until {NotAfter:u} ({File})")]
    internal static partial void Holds(ILogger logger, string subject, DateTime notAfter, string file);

    [LoggerMessage(EventId = 4202, Level = LogLevel.Error, Message = "There is no certificate, and no handshake succeeds until there is: {File} with the key {Key}: {Reason}")]
    internal static partial void NoCertificate(ILogger logger, string file, string key, string reason);

    [LoggerMessage(EventId = 4203, Level = LogLevel.Error, Message = "The certificate was not read again, the one before goes on to hold: {File} with the key {Key}: {Reason}")]
    internal static partial void NotRead(ILogger logger, string file, string key, string reason);

    [LoggerMessage(EventId = 4204, Level = LogLevel.Error, Message = "The certificate has expired: clients refuse it ({File}, since {NotAfter:u})")]
    internal static partial void Expired(ILogger logger, string file, DateTime notAfter);

    [LoggerMessage(EventId = 4205, Level = LogLevel.Error, Message = "The certificate is not valid yet: clients refuse it ({File}, until {NotBefore:u})")]
    internal static partial void NotYetValid(ILogger logger, string file, DateTime notBefore);

    [LoggerMessage(EventId = 4206, Level = LogLevel.Warning, Message = "The certificate expires soon ({File}, at {NotAfter:u}); it is read again when the file changes")]
    internal static partial void ExpiresSoon(ILogger logger, string file, DateTime notAfter);
}
