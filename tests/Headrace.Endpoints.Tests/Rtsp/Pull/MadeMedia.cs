using Headrace.Endpoints.Tests.Made;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Rtsp.Pull;

/// <summary>Pictures for a fake camera: made H.264 in packets of a channel. Each picture moves the clock by a fortieth of a second.</summary>
internal sealed class MadeMedia(VirtualTime time, byte channel = 0, byte payloadType = 96, ushort sequence = 65_530, uint start = 4_294_960_000)
{
    public const string Head = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=cam\r\nt=0 0\r\n";
    private const int Gop = 10;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(40);

    private readonly Random _random = new(3);
    private int _frames;

    public RtpPackets Packets { get; } = new(channel, payloadType, sequence, 0x0C0FFEE0);

    /// <summary>Every picture so far.</summary>
    public List<MadeUnit> Sent { get; } = [];

    /// <summary>The medium of a description, with parameter sets.</summary>
    public static string Video(string sets = "") =>
        $"m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1{(sets.Length == 0 ? "" : ";sprop-parameter-sets=" + sets)}\r\na=control:video\r\n";

    public static string Sets => $"{Convert.ToBase64String(MadeH264.Sps)},{Convert.ToBase64String(MadeH264.Pps)}";

    public static string Sdp => Head + Video(Sets);

    /// <summary>The timestamp of the next picture.</summary>
    public uint Timestamp => unchecked(start + (uint)_frames * 3600);

    /// <summary>The next picture; time passes.</summary>
    public MadeUnit Next()
    {
        if (_frames > 0) time.Advance(Interval);
        bool isKey = _frames % Gop == 0;
        MadeUnit unit = new(true, Timestamp, [MadeH264.Slice(isKey, _frames % Gop, 0, isKey ? 8_000 : 900, _random)]);
        _frames++;
        Sent.Add(unit);
        return unit;
    }

    /// <summary>The packets of the next picture.</summary>
    public byte[] NextBytes() => Packets.Cut(Next());
}
