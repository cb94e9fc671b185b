using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Headrace.Media.Timing;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;
using Headrace.Transport.Udp;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.RawRtp.Sources;

/// <summary>
/// The sources <c>udp+mpegts:</c> and <c>udp+rtp:</c>: listens at a port, or to a group, and publishes what comes. It listens until it is ended: media that stays away is a fault of the
/// stream's input, and published as soon as it comes.
/// </summary>
public sealed class UdpSource(UdpSourceOptions options, StreamRegistry streams, SessionRegistry sessions, TimeProvider clock, ILoggerFactory loggers) : IStreamSource
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly ILogger _logger = loggers.CreateLogger("Headrace.Rtp");

    /// <inheritdoc/>
    public string Description => options.Location.ToString();

    /// <inheritdoc/>
    public async Task<SourceEnd> RunAsync(CancellationToken cancellation)
    {
        if (Forbidden() is { } address) return new SourceEnd($"{address} is not allowed for sources made through the API (sources)", TimeSpan.Zero) { Cause = SourceCause.NotAllowed };
        UdpSourceSockets sockets;
        try
        {
            sockets = UdpSourceSockets.Open(options.Location);
        }
        catch (SocketException e)
        {
            return new SourceEnd($"it cannot be listened to: {e.Message}", TimeSpan.Zero);
        }

        using (sockets)
        {
            UdpSourceLog.Listens(_logger, options.Stream, options.Location, sockets.Media.ReceiveBufferBytes);
            await ReceiveAsync(sockets, cancellation).ConfigureAwait(false);
        }

        cancellation.ThrowIfCancellationRequested();
        return new SourceEnd("its socket was closed", TimeSpan.Zero);
    }

    private async Task ReceiveAsync(UdpSourceSockets sockets, CancellationToken cancellation)
    {
        RawRtpSettings settings = new() { MaxSessions = 1, SessionTimeout = options.MediaTimeout, Streams = [new RawRtpStreamOptions { Name = options.Stream, Sdp = options.Sdp }] };
        RawRtpOptions receiving = new() { Listen = sockets.Media.LocalEndPoint, Input = options.Input, Settings = settings };
        using RawRtpReceiver receiver = new(receiving, streams, sessions, sockets.Report, clock, _logger);
        Watch watch = new(this, receiver, MonotonicTime.Now(clock));
        await using ITimer timer = clock.CreateTimer(_ => watch.HandleTimeout(MonotonicTime.Now(clock)), null, Tick, Tick);
        await using CancellationTokenRegistration stop = cancellation.Register(sockets.Dispose);
        Task media = sockets.Media.ReceiveAsync(new Port(watch, options.Location, isRtcp: false), clock);
        Task control = sockets.Control?.ReceiveAsync(new Port(watch, options.Location, isRtcp: true), clock) ?? Task.CompletedTask;
        await Task.WhenAll(media, control).ConfigureAwait(false);
    }

    private void Tell(string fault)
    {
        UdpSourceLog.Waits(_logger, options.Stream, options.Location, fault);
        streams.Find(options.Stream)?.Supply.ReportFault(options.Input, fault, SourceCause.NoMedia);
    }

    /// <summary>Notices that no media comes, and says once why.</summary>
    private sealed class Watch(UdpSource owner, RawRtpReceiver receiver, MonotonicTime start)
    {
        private long _datagrams;
        private long _datagramsBefore;
        private MonotonicTime _lastMedia = start;
        private string? _told;

        public RawRtpReceiver Receiver => receiver;

        public void Count() => Interlocked.Increment(ref _datagrams);

        public void HandleTimeout(MonotonicTime now)
        {
            receiver.HandleTimeout(now);
            if (receiver.HasMedia)
            {
                _lastMedia = now;
                _told = null;
                _datagramsBefore = Interlocked.Read(ref _datagrams);
            }

            TimeSpan limit = owner.Limit;
            if (now - _lastMedia <= limit) return;
            bool comes = Interlocked.Read(ref _datagrams) > _datagramsBefore;
            string fault = string.Create(CultureInfo.InvariantCulture, $"{(comes ? "datagrams come, but no media that can be used has" : "nothing has come")} for {limit.TotalSeconds:0.#} s");
            if (fault == _told) return;
            _told = fault;
            owner.Tell(fault);
        }
    }

    private TimeSpan Limit => options.MediaTimeout;

    /// <summary>The group, or its sender, that the rules do not allow; null where they do. An address of ours leads nowhere.</summary>
    private IPAddress? Forbidden()
    {
        if (options.Allows is not { } allows) return null;
        if (options.Location.IsMulticast && !allows(options.Location.Address)) return options.Location.Address;
        return options.Location.Source is { } source && !allows(source) ? source : null;
    }

    private sealed class Port(Watch watch, UdpLocation location, bool isRtcp) : IUdpHandler
    {
        private readonly UdpAddress? _source = location.Source is { } source ? UdpAddress.Of(new IPEndPoint(source, 0)) : null;

        public void OnDatagram(ReadOnlySpan<byte> bytes, in UdpAddress from, MonotonicTime now)
        {
            if (_source is { } only && only != from.WithPort(0)) return;
            watch.Count();
            if (isRtcp) watch.Receiver.HandleRtcp(bytes, new RtcpTarget(from, IsMuxed: false), now);
            else watch.Receiver.HandleRtp(bytes, from, now);
        }
    }
}
