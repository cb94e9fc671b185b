using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Headrace.Protocols.Rtsp.Headers;

/// <summary>
/// The Transport header (RFC 2326, 12.39): alternatives in the client's order. Those that are no RTP (<c>RAW/RAW/UDP</c>,
/// <c>MP2T/H2221/UDP</c>) or cannot be read are left out.
/// </summary>
internal sealed class TransportHeader(ImmutableArray<TransportSpec> alternatives)
{
    /// <summary>The alternatives that could be read, the preferred one first.</summary>
    public ImmutableArray<TransportSpec> Alternatives { get; } = alternatives;

    /// <summary>
    /// Reads the header's value. False if no alternative can be read; looks at <see cref="RtspLimits.MaxTransportAlternatives"/> at most.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> value, [NotNullWhen(true)] out TransportHeader? header)
    {
        ImmutableArray<TransportSpec>.Builder alternatives = ImmutableArray.CreateBuilder<TransportSpec>();
        for (int seen = 0; seen < RtspLimits.MaxTransportAlternatives && !value.IsEmpty; seen++)
        {
            int end = EndOfAlternative(value);
            if (TransportSpecFormat.TryParse(value[..end], out TransportSpec? spec)) alternatives.Add(spec);
            value = end < value.Length ? value[(end + 1)..] : default;
        }

        header = alternatives.Count == 0 ? null : new TransportHeader(alternatives.ToImmutable());
        return header is not null;
    }

    /// <summary>The header's value.</summary>
    public override string ToString() => string.Join(',', Alternatives);

    /// <summary>The next comma that stands in no quotes: <c>mode="PLAY,RECORD"</c> is one value.</summary>
    private static int EndOfAlternative(ReadOnlySpan<char> value)
    {
        bool isQuoted = false;
        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] == '"') isQuoted = !isQuoted;
            else if (value[i] == ',' && !isQuoted) return i;
        }

        return value.Length;
    }
}
