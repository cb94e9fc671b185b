using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtsp.Authentication;

namespace Headrace.Protocols.Rtsp.Client;

/// <summary>The request that waits for its response: one at a time, numbered, authorised, asked again after a challenge.</summary>
internal sealed class ClientExchange(RtspClientOptions options, Credentials? credentials, ClientAuthorization? authorization)
{
    /// <summary>Challenges to one request that are answered: one, and another where the first nonce was stale.</summary>
    private const int MaxAnswers = 2;

    private uint _sequence;
    private uint? _abandoned;
    private int _answers;

    /// <summary>The request on its way, without the headers that are added to it; null if there is none.</summary>
    public RtspRequest? Pending { get; private set; }

    /// <summary>When it was sent.</summary>
    public MonotonicTime SentAt { get; private set; }

    /// <summary>The session's identifier, once the server has named one.</summary>
    public string? SessionId { get; set; }

    /// <summary>How requests are authorised; null before the first challenge.</summary>
    public ClientAuthorization? Authorization { get; private set; } = authorization;

    public bool IsAnsweringChallenge => Pending is not null && _answers > 0;

    public void Send(RtspRequest request, IBufferWriter<byte> output, MonotonicTime now)
    {
        _answers = 0;
        Write(request, output, now);
    }

    /// <summary>
    /// Takes the response to the pending request. Since one request waits at a time, a response of a wrong number belongs to it too (a camera sold as
    /// C520WS numbers refusals wrongly), unless it answers a request that was given up.
    /// </summary>
    public bool TryTake(RtspResponse response)
    {
        bool isLate = response.CSeq is { } number && number == _abandoned;
        if (isLate) _abandoned = null;
        return Pending is not null && !isLate && (int)response.Status >= 200;
    }

    /// <summary>The pending request has its response.</summary>
    public RtspRequest Complete()
    {
        RtspRequest request = Pending!;
        Pending = null;
        return request;
    }

    /// <summary>Waits no longer for the response.</summary>
    public void Abandon()
    {
        Pending = null;
        _abandoned = _sequence;
    }

    /// <summary>Answers a 401 by asking again. Null, or why that has no sense.</summary>
    public string? TryAuthorize(RtspResponse response, IBufferWriter<byte> output, MonotonicTime now)
    {
        if (credentials is not { } known) return "the server wants a user name and a password, and none are configured; write NAME:PASSWORD@ before the host in the URL";
        ImmutableArray<AuthenticationChallenge> challenges = AuthenticationChallenge.ReadAll(response.Headers);
        if (ClientAuthorization.Answer(known, challenges, options.ClientNonce) is not { } answer) return "the server wants an authentication that is not known here";
        // A server may change its nonce without a word: a request refused with a nonce that it did not answer itself gets its chance.
        bool mayTry = _answers == 0 || (answer.Challenge.IsStale && _answers < MaxAnswers);
        if (!mayTry) return $"the server does not accept the user name or the password (user {known.User}); look at them in the URL";
        _answers++;
        Authorization = answer;
        Write(Complete(), output, now);
        return null;
    }

    private void Write(RtspRequest request, IBufferWriter<byte> output, MonotonicTime now)
    {
        Pending = request;
        SentAt = now;
        RtspRequest stamped = new(request.MethodToken, request.Uri);
        stamped.Headers.Add(RtspHeaderNames.CSeq, (++_sequence).ToString(CultureInfo.InvariantCulture));
        if (Authorization is not null)
        {
            stamped.Headers.Add(RtspHeaderNames.Authorization, Authorization.Authorize(request.MethodToken, stamped.Uri, out ClientAuthorization next));
            Authorization = next;
        }

        stamped.Headers.Add(RtspHeaderNames.UserAgent, options.UserAgent);
        if (SessionId is not null) stamped.Headers.Add(RtspHeaderNames.Session, SessionId);
        stamped.Body = request.Body;
        foreach (RtspHeader header in request.Headers) stamped.Headers.Add(header.Name, header.Value);
        stamped.WriteTo(output);
    }
}
