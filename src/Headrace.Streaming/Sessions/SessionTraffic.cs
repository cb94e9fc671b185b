namespace Headrace.Streaming.Sessions;

/// <summary>What sessions carried.</summary>
/// <param name="BytesIn">Bytes received.</param>
/// <param name="BytesOut">Bytes sent.</param>
/// <param name="Skips">How often viewers fell behind and went on at a later key frame.</param>
public readonly record struct SessionTraffic(long BytesIn, long BytesOut, long Skips)
{
    internal static SessionTraffic Of(Session session) => new(session.BytesIn, session.BytesOut, session.Skips);

    internal SessionTraffic Plus(SessionTraffic other) => new(BytesIn + other.BytesIn, BytesOut + other.BytesOut, Skips + other.Skips);
}
