using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.Detection;

/// <summary>Knows one format by the bytes of its packets. Without state; never throws, whatever the bytes are.</summary>
public abstract class PayloadDetector
{
    /// <summary>Packets that must look like the format where none proves it.</summary>
    public virtual int Needed => 8;

    /// <summary>True where a description needs to know how fast the timestamps run.</summary>
    public virtual bool NeedsClockRate => false;

    /// <summary>The format's name, for people.</summary>
    public abstract string Name { get; }

    /// <summary>What a packet says.</summary>
    public abstract PayloadEvidence Look(in PayloadSample sample);

    /// <summary>Describes what was found, as a session description would.</summary>
    /// <param name="payloadType">The payload type.</param>
    /// <param name="sample">The packet that decided.</param>
    /// <param name="clockRate">Ticks a second of the timestamps, measured; 0 unless <see cref="NeedsClockRate"/>.</param>
    public abstract MediaDescription Describe(byte payloadType, in PayloadSample sample, int clockRate);

    /// <summary>A medium with one payload type.</summary>
    /// <param name="kind">audio, video or application.</param>
    /// <param name="payloadType">The payload type.</param>
    /// <param name="encoding">Name and clock rate: <c>H264/90000</c>.</param>
    /// <param name="parameters">The fmtp line's parameters, or null.</param>
    protected static MediaDescription Medium(string kind, byte payloadType, string encoding, string? parameters = null)
    {
        SdpAttributeLine map = new("rtpmap", $"{payloadType} {encoding}");
        return new MediaDescription
        {
            Kind = kind,
            Formats = [payloadType.ToString(System.Globalization.CultureInfo.InvariantCulture)],
            Attributes = parameters is null ? [map] : [map, new SdpAttributeLine("fmtp", $"{payloadType} {parameters}")],
        };
    }
}
