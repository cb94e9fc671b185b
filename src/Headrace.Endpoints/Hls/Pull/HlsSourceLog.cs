using System.Net;
using Headrace.Endpoints.Http;
using Headrace.Manifests.Hls.Client;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Hls.Pull;

internal static partial class HlsSourceLog
{
    [LoggerMessage(EventId = 3151, Level = LogLevel.Information, Message = "{Stream}: {From} sends {Tracks}")]
    public static partial void Sends(ILogger logger, string stream, EndPoint from, string tracks);

    [LoggerMessage(EventId = 3152, Level = LogLevel.Information, Message = "{Stream}: of {Source} the variant of {Bandwidth} bits/s is taken ({Codecs}), with sound from {Audio}")]
    public static partial void Chooses(ILogger logger, string stream, HttpLocation source, long bandwidth, string codecs, string audio);

    [LoggerMessage(EventId = 3153, Level = LogLevel.Information, Message = "{Stream}: the segments have other tracks than before; those that were there end")]
    public static partial void Changes(ILogger logger, string stream);

    [LoggerMessage(EventId = 3154, Level = LogLevel.Warning, Message = "{Stream}: {Source}: {Remark}")]
    public static partial void Remarks(ILogger logger, string stream, HttpLocation source, string remark);

    [LoggerMessage(EventId = 3155, Level = LogLevel.Warning, Message = "{Stream}: {Source} cannot be followed without loss since this was last said: {News}")]
    public static partial void Loses(ILogger logger, string stream, HttpLocation source, HlsClientFigures news);

    [LoggerMessage(EventId = 3157, Level = LogLevel.Warning, Message = "{Stream}: of {Source} the variant of {Bandwidth} bits/s failed ({Fault}); another one is taken")]
    public static partial void FallsBack(ILogger logger, string stream, HttpLocation source, long bandwidth, string fault);

    [LoggerMessage(EventId = 3156, Level = LogLevel.Error, Message = "{Stream}: fetching {Source} failed")]
    public static partial void Failed(ILogger logger, Exception exception, string stream, HttpLocation source);
}
