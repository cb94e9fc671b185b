using System.Globalization;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.Detection;

/// <summary>AC-3 (RFC 4184) and E-AC-3 (RFC 4598): a header of two bytes, then a frame with its sync word.</summary>
internal sealed class Ac3Detector : PayloadDetector
{
    private const int LastPlainVersion = 10;
    private const int LastVersion = 16;

    private static readonly int[] Rates = [48_000, 44_100, 32_000];

    /// <inheritdoc/>
    public override int Needed => 3;

    /// <inheritdoc/>
    public override string Name => "AC-3";

    /// <inheritdoc/>
    public override PayloadEvidence Look(in PayloadSample sample)
    {
        ReadOnlySpan<byte> payload = sample.Payload;
        if (payload.Length < 8 || payload[0] > 3) return PayloadEvidence.Against;

        // A fragment that does not begin a frame says nothing.
        if (payload[0] == 3) return PayloadEvidence.None;
        return payload[2] == 0x0B && payload[3] == 0x77 && VersionOf(payload) <= LastVersion && payload[6] >> 6 != 3 ? PayloadEvidence.For : PayloadEvidence.Against;
    }

    /// <inheritdoc/>
    public override MediaDescription Describe(byte payloadType, in PayloadSample sample, int clockRate) => Medium(
        "audio", payloadType, string.Create(CultureInfo.InvariantCulture, $"{(VersionOf(sample.Payload) <= LastPlainVersion ? "ac3" : "eac3")}/{Rates[sample.Payload[6] >> 6]}"));

    // bsid lies at the same place in both.
    private static int VersionOf(ReadOnlySpan<byte> payload) => payload[7] >> 3;
}
