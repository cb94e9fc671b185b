using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Headrace.Protocols.Rtsp.Headers;

/// <summary>
/// The Transport header (RFC 2326, 12.39): alternatives in the client's order. Those that are no RTP (<c>RAW/RAW/UDP</c>,
/// <c>MP2T/H2221/UDP</c>) or cannot be read are left out.
/// </summary>
public sealed class TransportHeader(ImmutableArray<TransportSpec> alternatives)
{
    public ImmutableArray<TransportSpec> Alternatives { get; } = alternatives;

    /// <summary>Reads the header's value. False if no alternative can be read; looks at <see cref="RtspLimits.MaxTransportAlternatives"/> at most.</summary>
    public static bool TryParse(ReadOnlySpan<char> value, [NotNullWhen(true)] out TransportHeader? header)
    {
        ImmutableArray<TransportSpec>.Builder alternatives = ImmutableArray.CreateBuilder<TransportSpec>();
        int seen = 0;
        foreach (Range part in value.Split(','))
        {
            if (++seen > RtspLimits.MaxTransportAlternatives) break;
            if (TransportSpecFormat.TryParse(value[part], out TransportSpec? spec)) alternatives.Add(spec);
        }

        header = alternatives.Count == 0 ? null : new TransportHeader(alternatives.ToImmutable());
        return header is not null;
    }

    /// <summary>The header's value.</summary>
    public override string ToString() => string.Join(',', Alternatives);
}
