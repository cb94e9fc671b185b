using System.Net;
using Headrace.Endpoints.RawRtp;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Media.Timing;
using Headrace.Streaming.Access;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.TestKit;
using Headrace.Transport.Udp;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headrace.Endpoints.Tests.RawRtp;

/// <summary>A receiver without sockets, in virtual time. At its end nothing may be left.</summary>
internal sealed class RawRtpBench : IDisposable
{
    public RawRtpBench(RawRtpSettings? settings = null, StreamOptions? defaults = null, AccessRules? rules = null)
    {
        Time.Advance(TimeSpan.FromHours(1));
        Streams = new StreamRegistry(new StreamRegistryOptions { Defaults = defaults ?? new StreamOptions() }, Time, Log);
        Access = new AccessGate(rules ?? AccessRules.Open, _ => false, Time, NullLogger.Instance);
        RawRtpOptions options = new() { Listen = new IPEndPoint(IPAddress.Loopback, 0), Access = Access, Settings = settings ?? new RawRtpSettings() };
        Receiver = new RawRtpReceiver(options, Streams, Sessions, (report, in to) => Reports.Add((report.ToArray(), to)), Time, Log.CreateLogger("Headrace.Rtp"));
    }

    public VirtualTime Time { get; } = new();

    public LogLines Log { get; } = new();

    public StreamRegistry Streams { get; }

    public SessionRegistry Sessions { get; } = new();

    public AccessGate Access { get; }

    public RawRtpReceiver Receiver { get; }

    /// <summary>What was reported back, and to whom.</summary>
    public List<(byte[] Report, RtcpTarget To)> Reports { get; } = [];

    private MonotonicTime Now => MonotonicTime.Now(Time);

    public static UdpAddress Address(string host, int port) => UdpAddress.Of(new IPEndPoint(IPAddress.Parse(host), port));

    /// <summary>A datagram on the port for RTP.</summary>
    public void Rtp(ReadOnlySpan<byte> packet, UdpAddress from) => Receiver.HandleRtp(packet, from, Now);

    /// <summary>A datagram on the port for RTCP.</summary>
    public void Rtcp(ReadOnlySpan<byte> packet, UdpAddress from) => Receiver.HandleRtcp(packet, new RtcpTarget(from, IsMuxed: false), Now);

    /// <summary>Pictures of a sender, one in 40 ms, over a path that a test chooses.</summary>
    public void Send(MadeSender sender, int pictures, Func<byte[], IEnumerable<byte[]>>? path = null)
    {
        for (int i = 0; i < pictures; i++)
        {
            foreach (byte[] packet in sender.Next())
            {
                foreach (byte[] arrived in path?.Invoke(packet) ?? [packet]) Rtp(arrived, sender.Address);
            }

            Pass(TimeSpan.FromMilliseconds(40));
        }
    }

    /// <summary>Lets time pass, with what is due.</summary>
    public void Pass(TimeSpan time)
    {
        TimeSpan step = TimeSpan.FromMilliseconds(20);
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += step)
        {
            Time.Advance(step);
            Receiver.HandleTimeout(Now);
            Streams.HandleTimeout(Now);
        }
    }

    public void Dispose()
    {
        Receiver.Dispose();
        Streams.RemoveAll(SessionEndReason.ServerShutdown);
        Assert.Equal(0, Sessions.Count);
        Assert.Equal(0, Streams.Memory.Used);
        Assert.Empty(Log.Faults);
    }
}
