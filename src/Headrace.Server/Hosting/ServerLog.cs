using System.Net;
using Headrace.Streaming.Streams;
using Microsoft.Extensions.Logging;

namespace Headrace.Server.Hosting;

/// <summary>What the server says about itself.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Information, Message = "Headrace {Version} starts; configuration: {File}; state: {State}")]
    internal static partial void Starting(ILogger logger, string version, string file, string state);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Information, Message = "{Protocol} listens on {Address}")]
    internal static partial void Listens(ILogger logger, string protocol, IPEndPoint address);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Warning, Message = "{Protocol} is off: {Address} {Reason}; set {Key} to choose another address")]
    internal static partial void ProtocolOff(ILogger logger, string protocol, string address, string reason, string key);

    [LoggerMessage(EventId = 4015, Level = LogLevel.Warning, Message = "SRT is off: {Problem}")]
    internal static partial void SrtOff(ILogger logger, string problem);

    [LoggerMessage(EventId = 4004, Level = LogLevel.Warning, Message = "Nothing is kept over restarts: {Reason}")]
    internal static partial void NothingKept(ILogger logger, string reason);

    [LoggerMessage(EventId = 4005, Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    internal static partial void RequestFailed(ILogger logger, string method, string path, Exception exception);

    [LoggerMessage(EventId = 4006, Level = LogLevel.Information, Message = "Stopping ({Reason}): {Sessions} sessions end")]
    internal static partial void Stopping(ILogger logger, string reason, int sessions);

    [LoggerMessage(EventId = 4007, Level = LogLevel.Information, Message = "Stopped")]
    internal static partial void Stopped(ILogger logger);

    [LoggerMessage(EventId = 4008, Level = LogLevel.Warning, Message = "Configuration: {Warning}")]
    internal static partial void ConfigurationWarning(ILogger logger, string warning);

    [LoggerMessage(EventId = 4009, Level = LogLevel.Warning, Message = "This server was built without its pages: run npm ci and npm run build in web, then build again")]
    internal static partial void NoPages(ILogger logger);

    [LoggerMessage(EventId = 4010, Level = LogLevel.Warning, Message = "{Sessions} sessions did not end in time; they are cut off")]
    internal static partial void CutOff(ILogger logger, int sessions);

    [LoggerMessage(EventId = 4011, Level = LogLevel.Error, Message = "A writer met a fault; the others go on")]
    internal static partial void WriterFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 4012, Level = LogLevel.Information, Message = "{Method} {Path} refused: {Peer} has no access token ({Refused} since the last such line)")]
    internal static partial void AccessDenied(ILogger logger, string method, string path, IPAddress? peer, int refused);

    [LoggerMessage(EventId = 4017, Level = LogLevel.Warning, Message = "{Peer} speaks {Protocol} on the port of HTTP; {Protocol} has that of {Key} (and {Others} since the last such line)")]
    internal static partial void ForeignProtocol(ILogger logger, EndPoint? peer, string protocol, string key, int others);

    [LoggerMessage(EventId = 4018, Level = LogLevel.Warning, Message = "The clock of this machine was set {Direction} by {Seconds:0} s. Media goes on undisturbed; dates in playlists follow when a publisher comes. Let NTP keep it (timedatectl)")]
    internal static partial void ClockSet(ILogger logger, string direction, double seconds);

    [LoggerMessage(EventId = 4014, Level = LogLevel.Information, Message = "{Stream}: {Change} by a new configuration")]
    internal static partial void StreamChanged(ILogger logger, string stream, StreamChange change);

    [LoggerMessage(EventId = 4019, Level = LogLevel.Information, Message = "The system's io_uring is not to be had here: with many viewers, sending takes about a sixth more CPU. To have it, set kernel.io_uring_disabled to 0, and let the container's seccomp profile allow it")]
    internal static partial void SendsOneByOne(ILogger logger);

    [LoggerMessage(EventId = 4020, Level = LogLevel.Warning, Message = "{Protocol} stays where it listens: {Address} {Reason}; set {Key} to choose another address, or free this one and change it again")]
    internal static partial void CannotMove(ILogger logger, string protocol, string address, string reason, string key);

    [LoggerMessage(EventId = 4021, Level = LogLevel.Information, Message = "{Protocol} listens no more ({Key}); who is connected stays")]
    internal static partial void ListensNoMore(ILogger logger, string protocol, string key);
}
