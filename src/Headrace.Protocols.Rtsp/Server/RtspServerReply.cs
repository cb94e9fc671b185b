namespace Headrace.Protocols.Rtsp.Server;

/// <summary>What comes of a request: a response, an event, or both. Without a response the event is a decision, and the request waits.</summary>
internal readonly record struct RtspServerReply(RtspResponse? Response, RtspServerEvent? Event = null)
{
    public static implicit operator RtspServerReply(RtspResponse response) => new(response);

    public static implicit operator RtspServerReply(RtspStatus status) => new(new RtspResponse(status));

    public static implicit operator RtspServerReply(RtspServerEvent.Decision decision) => new(null, decision);
}
