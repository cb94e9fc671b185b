using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.Detection;

/// <summary>MPEG transport streams in RTP (RFC 2250, 2): packets of 188 bytes, each beginning with 0x47.</summary>
public sealed class TransportStreamDetector : PayloadDetector
{
    /// <summary>What its rtpmap calls it.</summary>
    public const string EncodingName = "MP2T";

    /// <summary>Its static payload type (RFC 3551, 6).</summary>
    public const byte PayloadType = 33;

    private const int PacketLength = 188;
    private const byte SyncByte = 0x47;

    /// <inheritdoc/>
    public override int Needed => 4;

    /// <inheritdoc/>
    public override string Name => "MPEG-TS";

    /// <summary>True for bytes that are nothing but whole packets of a transport stream.</summary>
    public static bool IsTransportStream(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes.Length % PacketLength != 0) return false;
        for (int at = 0; at < bytes.Length; at += PacketLength)
        {
            if (bytes[at] != SyncByte) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override PayloadEvidence Look(in PayloadSample sample) =>
        !IsTransportStream(sample.Payload) ? PayloadEvidence.Against : sample.Payload.Length >= 4 * PacketLength ? PayloadEvidence.Proof : PayloadEvidence.For;

    /// <inheritdoc/>
    public override MediaDescription Describe(byte payloadType, in PayloadSample sample, int clockRate) => Medium("video", payloadType, $"{EncodingName}/90000");
}
