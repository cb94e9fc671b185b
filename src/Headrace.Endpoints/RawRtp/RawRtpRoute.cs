namespace Headrace.Endpoints.RawRtp;

/// <summary>Where the packets of a published source go.</summary>
/// <param name="Session">Whose they are.</param>
/// <param name="Track">Their track's number.</param>
internal sealed record RawRtpRoute(RawRtpSession Session, int Track);
