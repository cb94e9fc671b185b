namespace Headrace.Server.Api;

/// <summary>All kinds of problems. Each has a page in docs/problems, which is served at its <c>type</c>.</summary>
internal static class ProblemKinds
{
    internal static readonly ProblemKind InvalidRequest = new("invalid-request", "The request is not valid", 400);
    internal static readonly ProblemKind InvalidConfiguration = new("invalid-configuration", "The configuration is not valid", 400);
    internal static readonly ProblemKind AccessDenied = new("access-denied", "Access denied", 401);
    internal static readonly ProblemKind Forbidden = new("forbidden", "Not allowed", 403);
    internal static readonly ProblemKind NotFound = new("not-found", "Not found", 404);
    internal static readonly ProblemKind StreamNotFound = new("stream-not-found", "Stream not found", 404);
    internal static readonly ProblemKind SessionNotFound = new("session-not-found", "Session not found", 404);
    internal static readonly ProblemKind MethodNotAllowed = new("method-not-allowed", "Method not allowed", 405);
    internal static readonly ProblemKind StreamExists = new("stream-exists", "The stream exists already", 409);
    internal static readonly ProblemKind KeyIsFixed = new("key-is-fixed", "The key is set elsewhere", 409);
    internal static readonly ProblemKind UnsupportedMediaType = new("unsupported-media-type", "The request's media type is not supported", 415);
    internal static readonly ProblemKind TooManyAttempts = new("too-many-attempts", "Too many failed logins", 429);
    internal static readonly ProblemKind InternalError = new("internal-error", "Internal error", 500);
    internal static readonly ProblemKind NotKept = new("not-kept", "The change cannot be kept", 500);
    internal static readonly ProblemKind CodecNotCarried = new("codec-not-carried", "The protocol does not carry the codec", 415);
    internal static readonly ProblemKind NoPicture = new("no-picture", "There is no picture now", 503);
    internal static readonly ProblemKind ProgramMissing = new("program-missing", "A program is not installed", 503);
    internal static readonly ProblemKind LimitReached = new("limit-reached", "Limit reached", 503);

    /// <summary>All, with those of media.</summary>
    internal static IReadOnlyList<ProblemKind> All { get; } =
    [
        InvalidRequest, InvalidConfiguration, AccessDenied, Forbidden, NotFound, StreamNotFound, SessionNotFound, MethodNotAllowed, StreamExists, KeyIsFixed, UnsupportedMediaType,
        TooManyAttempts, InternalError, NotKept, LimitReached, CodecNotCarried, NoPicture, ProgramMissing,
        new("rtsp-connection-failed", "The camera cannot be reached", 502),
        new("sdp-parse-error", "The session description cannot be used", 415),
        new("rtp-packet-error", "RTP packets are damaged or missing", 502),
        new("media-parse-error", "The media cannot be read", 415),
        new("ts-encoding-error", "The transport stream cannot be written", 500),
        new("segmentation-error", "Segments cannot be made", 500),
        new("hls-server-error", "HLS is not available now", 503),
        new("no-recording-at-time", "Nothing was recorded then", 404),
        new("memory-pressure", "Memory is short", 503),
    ];
}
