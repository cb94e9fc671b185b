using System.Net;
using Headrace.Endpoints.Forwarding;
using Headrace.Server.Configuration.Options;
using Headrace.Streaming.Access;
using Headrace.Streaming.Forwarding;
using Headrace.Streaming.Paths;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Egress;
using Headrace.Transport.Srt;
using Microsoft.Extensions.Logging;

namespace Headrace.Server.Hosting;

/// <summary>The targets that streams are forwarded to, as the configuration names them. Thread-safe.</summary>
internal sealed class StreamForwarding(
    StreamRegistry streams, SessionRegistry sessions, EgressPumps pumps, Func<IReadOnlyList<int>> ownRtspPorts, Func<IReadOnlyList<int>> ownRtmpPorts, Func<SrtPoller?> srt, TimeProvider clock, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(LiveStream Stream, ForwardUrl Target), Running> _running = [];
    private readonly List<Task> _ending = [];
    private volatile SourceRules _rules = SourceRules.Default;
    private HeadraceOptions _options = new();
    private bool _isStopped;

    /// <summary>Starts the targets that are new or have changed, and ends those that are not wanted any more. The others go on.</summary>
    internal void Update(HeadraceOptions options)
    {
        lock (_gate)
        {
            _rules = options.Sources;
            _options = options;
        }

        Follow();
    }

    /// <summary>Does the same for streams that came and went since.</summary>
    internal void Follow()
    {
        lock (_gate)
        {
            if (_isStopped || (_running.Count == 0 && _options.Defaults.Forward.Targets.Count == 0 && _options.Streams.All(stream => stream.Value.Forward.Targets.Count == 0) && _options.Templates.All.All(template => template.Sample.Forward.Targets.Count == 0))) return;
            _ending.RemoveAll(task => task.IsCompleted);
            foreach (((LiveStream Stream, ForwardUrl Target) key, Running running) in _running)
            {
                StreamSettings settings = SettingsOf(key.Stream);
                bool isSame = settings.Forward.Trust == running.How.Trust && settings.Forward.Reach == running.How.Reach && settings.Pull.RestartIntervalSeconds == running.LongestPause;
                if (isSame && settings.Forward.Targets.Contains(key.Target) && streams.Find(key.Stream.Name) == key.Stream) continue;
                _running.Remove(key);
                _ending.Add(running.Supervisor.DisposeAsync().AsTask());
            }

            foreach (LiveStream stream in streams.All)
            {
                StreamSettings settings = SettingsOf(stream);
                foreach (ForwardUrl target in settings.Forward.Targets) Start(stream, settings, target);
            }
        }
    }

    /// <summary>Ends all.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] ending;
        lock (_gate)
        {
            _isStopped = true;
            foreach (Running running in _running.Values) _ending.Add(running.Supervisor.DisposeAsync().AsTask());
            _running.Clear();
            ending = [.. _ending];
        }

        await Task.WhenAll(ending).ConfigureAwait(false);
    }

    private StreamSettings SettingsOf(LiveStream stream) => _options.StreamOf(stream.Name);

    private void Start(LiveStream stream, StreamSettings settings, ForwardUrl url)
    {
        if (_running.ContainsKey((stream, url))) return;
        ForwardContext context = new()
        {
            Stream = stream.Name, Sessions = sessions, Pumps = pumps, Clock = clock, Loggers = loggers, Allows = AllowsOf(settings.Forward.Reach), Trust = settings.Forward.Trust, OwnRtspPorts = ownRtspPorts, OwnRtmpPorts = ownRtmpPorts, Srt = srt,
        };
        ForwardSupervisor supervisor = new(ForwardSchemes.Create(url, context), stream, TimeSpan.FromSeconds(settings.Pull.RestartIntervalSeconds), clock, loggers);
        _running[(stream, url)] = new Running(settings.Forward, settings.Pull.RestartIntervalSeconds, supervisor);
        supervisor.Start();
    }

    /// <summary>The rules are those that hold when a target is connected to.</summary>
    private Func<IPAddress, bool>? AllowsOf(SourceReach reach) =>
        reach == SourceReach.Everywhere ? null : address => _rules.Allows(address, reach == SourceReach.AllowedAndLoopback);

    private sealed record Running(ForwardSettings How, int LongestPause, ForwardSupervisor Supervisor);
}
