using Headrace.Server.Importing.Keys;
using static Headrace.Server.Importing.Keys.Translations;

namespace Headrace.Server.Importing.MediaMtx;

/// <summary>Logs, times and buffers.</summary>
internal static class GeneralKeys
{
    internal static IEnumerable<ForeignKey> All { get; } =
    [
        To("logLevel", "log.level", text => text switch { "error" or "debug" => text, "warn" => "warning", "info" => "information", _ => null }),
        To("logStructured", "log.format", text => ForeignValues.Flag(text) switch { true => "json", false => "text", _ => null }),
        Lost("logDestinations", "log lines go to standard error: whoever starts the server, such as systemd's journal, keeps them", "stdout"),
        new("logFile", entry => Destination(entry, "file", "start the server with 2>> FILE, or let systemd's journal keep its log")),
        new("sysLogPrefix", entry => Destination(entry, "syslog", "systemd's SyslogIdentifier= names the lines")),
        Lost("dumpPackets", "packets are not dumped; use tcpdump", "false"),
        Duration("readTimeout", "limits.idleTimeout"),
        Lost("writeTimeout", "a viewer whose connection takes nothing for 10 s ends; that cannot be set", "10s"),
        Needless("writeQueueSize", "viewers have no queues: they read one shared buffer, and buffers.maxLag says how far behind they may be"),
        Needless("readBufferCount", "viewers have no queues: they read one shared buffer, and buffers.maxLag says how far behind they may be"),
        Lost("udpMaxPayloadSize", "packets have a size that fits networks of 1,500 bytes; that cannot be set", "1472", "1452"),
        Lost("udpReadBufferSize", "receive buffers of UDP are as large as the system allows: raise the sysctl net.core.rmem_max", "0"),
        Lost("rtspUDPReadBufferSize", "receive buffers of UDP are as large as the system allows: raise the sysctl net.core.rmem_max", "0"),
        .. AllLost(Reasons.NoCommands, "runOnConnect", "runOnConnectRestart", "runOnDisconnect"),
    ];

    private static void Destination(ForeignEntry entry, string destination, string instead)
    {
        if (entry.Section.Find("logDestinations")?.Texts?.Contains(destination) == true) entry.Record.Lose(instead);
        else entry.Record.Drop($"nothing is logged to {destination} in this file");
    }
}
