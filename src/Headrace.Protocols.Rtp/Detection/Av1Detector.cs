using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.Detection;

/// <summary>AV1 in RTP: a packet that begins a coded video sequence, and carries the sequence header there.</summary>
/// <remarks>
/// <code>
/// aggregation header: |Z|Y| W |N|-|-|-|   then OBU elements, each with its length but the last of W
/// OBU header:         |0| type  |X|S|-|   type 1 is the sequence header: |profile|still|…
/// </code>
/// </remarks>
internal sealed class Av1Detector : PayloadDetector
{
    private const int SequenceHeader = 1;
    private const int MaxHeaderLength = 64;
    private const int MaxProfile = 2;

    /// <inheritdoc/>
    public override int Needed => int.MaxValue;

    /// <inheritdoc/>
    public override string Name => "AV1";

    /// <inheritdoc/>
    public override PayloadEvidence Look(in PayloadSample sample)
    {
        ReadOnlySpan<byte> payload = sample.Payload;
        bool isContinued = (payload[0] & 0x80) != 0;
        bool isStart = (payload[0] & 0x08) != 0;
        if ((payload[0] & 0x07) != 0 || (isContinued && isStart) || payload.Length < 2) return PayloadEvidence.Against;
        if (!isStart) return PayloadEvidence.For;
        return BeginsWithHeader(payload[1..], (payload[0] >> 4 & 3) == 1) ? PayloadEvidence.Proof : PayloadEvidence.Against;
    }

    /// <inheritdoc/>
    public override MediaDescription Describe(byte payloadType, in PayloadSample sample, int clockRate) => Medium("video", payloadType, "AV1/90000");

    private static bool BeginsWithHeader(ReadOnlySpan<byte> elements, bool isOnly)
    {
        // A sequence header is short: its length is one byte.
        int length = isOnly ? elements.Length : elements[0];
        if (!isOnly) elements = elements[1..];
        if (length is < 4 or > MaxHeaderLength || length > elements.Length) return false;
        byte header = elements[0];
        bool isSequenceHeader = (header & 0x81) == 0 && (header >> 3 & 0x0F) == SequenceHeader;
        int content = 1 + (header >> 2 & 1) + (header >> 1 & 1);
        return isSequenceHeader && content < length && elements[content] >> 5 <= MaxProfile;
    }
}
