using System.Net;
using System.Net.Sockets;
using Headrace.Endpoints.Srt;
using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Values;
using Headrace.Transport.Srt;
using Microsoft.Extensions.Logging;

namespace Headrace.Server.Hosting;

/// <summary>SRT as this machine has it: libsrt, the thread that receives, the listener. Without libsrt nothing of it is there.</summary>
internal sealed class SrtPlane : IAsyncDisposable
{
    private const string Protocol = "SRT";
    private const string Key = "srt.listen";

    private SrtEndpoint? _endpoint;

    /// <summary>Who receives; null where libsrt is missing.</summary>
    internal SrtPoller? Poller { get; private init; }

    /// <summary>Why there is no SRT; empty where there is.</summary>
    internal string Problem { get; private init; } = "";

    /// <summary>What was carried.</summary>
    internal SrtTotals Totals { get; } = new();

    /// <summary>Where SRT listens, or null.</summary>
    internal IPEndPoint? EndPoint => _endpoint?.LocalEndPoint;

    /// <summary>Loads libsrt; where that cannot be and somebody asked for SRT, throws <see cref="StartException"/>.</summary>
    internal static SrtPlane Load(LoadedConfiguration configuration, ProtocolTable protocols, TimeProvider clock, ILoggerFactory loggers)
    {
        SrtOptions options = configuration.Options.Srt;
        if (SrtReception.TryStart(options.Library.Length == 0 ? [] : [options.Library], clock, loggers, out SrtPoller? poller, out string? problem)) return new SrtPlane { Poller = poller };
        if (options.Listen is null) return new SrtPlane { Problem = problem };
        if (configuration.SetKeys.Contains(Key)) throw new StartException($"SRT cannot start: {problem} ({Key})");
        ServerLog.SrtOff(loggers.CreateLogger("Headrace.Srt"), problem);
        protocols.AddFault(Protocol, Key, problem);
        return new SrtPlane { Problem = problem };
    }

    /// <summary>Begins to listen, where it is to. Throws <see cref="StartException"/> when an address that the user chose cannot be had.</summary>
    internal void Listen(LoadedConfiguration configuration, MediaPlane media, Headrace.Transport.Egress.EgressPumps pumps, TimeProvider clock, ILoggerFactory loggers)
    {
        if (configuration.Options.Srt.Listen is not ListenAddress listen)
        {
            media.Protocols.AddOff(Protocol, Key, ProtocolTable.NoAddress);
            return;
        }

        if (Poller is null) return;
        SrtEndpoint endpoint = new(
            MediaSettings.Srt(configuration.Options, listen, media.Access), MediaSettings.SrtPassphrases(configuration.Options), Poller, media.Streams, media.Sessions, pumps, media.Admission, Totals, clock, loggers);
        try
        {
            endpoint.Start();
            _endpoint = endpoint;
            media.Protocols.Add(Protocol, Key, endpoint.LocalEndPoint!);
        }
        catch (SocketException e)
        {
            media.Protocols.SwitchOff(Protocol, listen.ToString(), e, Key, configuration.SetKeys.Contains(Key) ? Key : null, loggers.CreateLogger("Headrace.Server"));
        }
    }

    /// <summary>Makes new options hold, as far as they can without a restart.</summary>
    internal void Apply(HeadraceOptions options)
    {
        if (_endpoint is null) return;
        _endpoint.Passphrases = MediaSettings.SrtPassphrases(options);
        _endpoint.Options = _endpoint.Options with { MediaTimeout = options.Limits.IdleTimeout };
    }

    /// <summary>Lets nobody in any more, and ends who is there.</summary>
    internal ValueTask StopAsync() => _endpoint?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        Poller?.Dispose();
    }
}
