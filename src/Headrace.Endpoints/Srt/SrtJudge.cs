using System.Net;
using Headrace.Protocols.Srt;
using Headrace.Streaming.Access;
using Headrace.Streaming.Paths;
using Headrace.Streaming.Streams;

namespace Headrace.Endpoints.Srt;

/// <summary>Judges callers by what is known: their stream id, the rules, the streams at a glance. Waits for nobody. Thread-safe.</summary>
internal sealed class SrtJudge(AccessGate? access, StreamRegistry streams)
{
    /// <summary>Judges a caller.</summary>
    public SrtVerdict Judge(IPAddress peer, ReadOnlySpan<byte> streamId)
    {
        if (!SrtStreamId.TryParse(streamId, out SrtRequest? request, out SrtStreamIdFault fault)) return new SrtVerdict(fault.ToRejection(), $"its stream id cannot be used: {fault.ToText()}", null);
        if (request.Mode == SrtMode.Bidirectional) return new SrtVerdict(SrtRejection.BadMode, "one connection either publishes or reads", request);
        if (!StreamName.TryParse(request.Name, out _, out string? problem)) return new SrtVerdict(SrtRejection.BadRequest, problem, request);
        SrtVerdict verdict = JudgeAccess(peer, request);
        if (verdict.Rejection != SrtRejection.None) return verdict;
        (SrtRejection rejection, string detail) = JudgeStream(request);
        return verdict with { Rejection = rejection, Detail = detail };
    }

    private SrtVerdict JudgeAccess(IPAddress peer, SrtRequest request)
    {
        if (access is null) return new SrtVerdict(SrtRejection.None, "", request);
        AccessAction action = request.Mode == SrtMode.Publish ? AccessAction.Publish : AccessAction.Read;
        AccessProof? proof = request.User is { } user ? AccessProof.OfPassword(user, request.Password ?? "") : request.Password is { } alone ? AccessProof.OfPassword("", alone) : null;
        AccessVerdict verdict = request.Token is { } token
            ? access.JudgeToken(action, request.Name, peer, token, out AccessGrant? grant)
            : access.Judge(action, request.Name, peer, proof, out grant);
        (SrtRejection rejection, string detail) = verdict switch
        {
            AccessVerdict.Allowed => (SrtRejection.None, ""),
            AccessVerdict.Forbidden => (SrtRejection.Forbidden, "its credentials do not allow it"),
            AccessVerdict.TooManyAttempts => (SrtRejection.Overload, "too many wrong credentials came from its address"),
            AccessVerdict.CredentialsNeeded => (SrtRejection.Unauthorized, "credentials are needed"),
            _ => (SrtRejection.Unauthorized, "its credentials are wrong"),
        };
        return new SrtVerdict(rejection, detail, request, grant);
    }

    private (SrtRejection Rejection, string Detail) JudgeStream(SrtRequest request)
    {
        StreamGlance seen = streams.GlanceAt(request.Name);
        if (request.Mode == SrtMode.Publish) return seen.IsTaken ? (SrtRejection.Conflict, "the stream is published already, or has a source of its own") : (SrtRejection.None, "");
        if (seen.IsFull) return (SrtRejection.Overload, "the stream has as many readers as it may");
        if (seen.CanBeRead) return (SrtRejection.None, "");
        return seen.HasOwnSource ? (SrtRejection.Down, "the stream's source does not come up") : (SrtRejection.NotFound, "nobody publishes the stream");
    }
}
