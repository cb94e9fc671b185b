using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtsp.Authentication;

namespace Headrace.Protocols.Rtsp.Client;

/// <summary>
/// What client sessions that play and that record have in common: one request at a time, challenges, redirections, requests of the server's, signs of life.
/// No socket and no clock. Single-threaded.
/// </summary>
public abstract class RtspClientDialog
{
    private readonly RtspClientOptions _options;
    private readonly RtspLocation _location;
    private readonly Queue<RtspClientEvent> _events = new();

    private protected RtspClientDialog(RtspClientOptions options, RtspLocation location, ClientAuthorization? authorization)
    {
        _options = options;
        _location = location;
        Exchange = new ClientExchange(options, location.Credentials, authorization);
        KeepAlive = new ClientKeepAlive(options.MaxKeepAliveInterval);
        Url = location.Url.ToString();
    }

    /// <summary>The interleaved channels that are set up; the connection's parser needs them.</summary>
    public InterleavedChannels Channels { get; } = new();

    /// <summary>How requests are authorised; null where the server has not asked.</summary>
    public ClientAuthorization? Authorization => Exchange.Authorization;

    /// <summary>True while a challenge is answered. A server that closes the connection instead wants <see cref="Authorization"/> on another one.</summary>
    public bool IsAnsweringChallenge => Exchange.IsAnsweringChallenge;

    /// <summary>When <see cref="HandleTimeout"/> wants to be called.</summary>
    public MonotonicTime NextDeadline => IsOver ? MonotonicTime.Never
        : Exchange.Pending is not null ? Exchange.SentAt + _options.RequestTimeout
        : IsFlowing ? KeepAlive.Due
        : MonotonicTime.Never;

    private protected ClientExchange Exchange { get; }

    private protected ClientKeepAlive KeepAlive { get; }

    /// <summary>URL of the whole presentation.</summary>
    private protected string Url { get; set; }

    /// <summary>True while media flows.</summary>
    private protected abstract bool IsFlowing { get; }

    /// <summary>True when the session is over.</summary>
    private protected abstract bool IsOver { get; }

    /// <summary>Handles a response. One that nothing waits for is passed over.</summary>
    public void Handle(RtspResponse response, IBufferWriter<byte> output, MonotonicTime now)
    {
        if (IsOver || !Exchange.TryTake(response)) return;
        if (response.Status == RtspStatus.Unauthorized)
        {
            if (Exchange.TryAuthorize(response, output, now) is { } fault) End(RtspClientEndReason.Unauthorized, fault);
            return;
        }

        if ((int)response.Status is >= 300 and < 400 && response.Headers.Get(RtspHeaderNames.Location) is { } target)
        {
            Follow(target);
            return;
        }

        RtspRequest request = Exchange.Complete();
        if (!IsFlowing)
        {
            OnResponse(request, response, output, now);
            return;
        }

        // Cameras refuse GET_PARAMETER in every way, 454 among them, and go on sending. One that has really lost the session stops to.
        if (!response.Status.IsSuccess()) KeepAlive.OnRefused();
        KeepAlive.Restart(now);
    }

    /// <summary>Handles a request of the server's: signs of life, REDIRECT, TEARDOWN.</summary>
    public void Handle(RtspRequest request, IBufferWriter<byte> output, MonotonicTime now)
    {
        if (IsOver) return;
        bool isKnown = request.Method is RtspMethod.Options or RtspMethod.GetParameter or RtspMethod.SetParameter or RtspMethod.Redirect or RtspMethod.Teardown;
        RtspResponse response = new(isKnown ? RtspStatus.Ok : RtspStatus.NotImplemented);
        if (request.Headers.Get(RtspHeaderNames.CSeq) is { } number) response.Headers.Add(RtspHeaderNames.CSeq, number);
        if (Exchange.SessionId is { } id) response.Headers.Add(RtspHeaderNames.Session, id);
        response.WriteTo(output);
        if (request.Method == RtspMethod.Redirect) Follow(request.Headers.Get(RtspHeaderNames.Location) ?? "");
        else if (request.Method == RtspMethod.Teardown) End(RtspClientEndReason.TornDown, "the server ended the session");
    }

    /// <summary>Ends the session after its parser gave up.</summary>
    public void HandleFault(RtspFault fault) => End(RtspClientEndReason.Fault, fault.ToText() + RtspAdvice.On(fault));

    /// <summary>Acts on a deadline that has passed: gives up a request, or shows that the client lives.</summary>
    public void HandleTimeout(IBufferWriter<byte> output, MonotonicTime now)
    {
        if (now < NextDeadline || IsOver) return;
        if (!IsFlowing)
        {
            End(RtspClientEndReason.TimedOut, $"{Exchange.Pending!.MethodToken} was not answered within {_options.RequestTimeout.TotalSeconds:0.#} s");
            return;
        }

        // Some servers never answer while media flows; whether they live, the media shows.
        if (Exchange.Pending is not null)
        {
            Exchange.Abandon();
            KeepAlive.Restart(now);
            return;
        }

        Exchange.Send(new RtspRequest(KeepAlive.Method, Url), output, now);
    }

    /// <summary>Says goodbye. Nothing is waited for.</summary>
    public void TearDown(IBufferWriter<byte> output, MonotonicTime now)
    {
        bool hasSession = Exchange.SessionId is not null && !IsOver;
        Close();
        if (hasSession) Exchange.Send(new RtspRequest(RtspMethod.Teardown, Url), output, now);
    }

    /// <summary>Takes the next event; false if there is none.</summary>
    public bool TryGetEvent([NotNullWhen(true)] out RtspClientEvent? next) => _events.TryDequeue(out next);

    /// <summary>The session is over from now on.</summary>
    private protected abstract void Close();

    /// <summary>A request has its response, before media flows.</summary>
    private protected abstract void OnResponse(RtspRequest request, RtspResponse response, IBufferWriter<byte> output, MonotonicTime now);

    private protected void Tell(RtspClientEvent next) => _events.Enqueue(next);

    private protected void Refuse(RtspRequest request, RtspResponse response) => End(RtspClientEndReason.Refused, $"{request.MethodToken} was answered {response}{RtspAdvice.On(response.Status)}", response.Status);

    private protected void End(RtspClientEndReason reason, string text, RtspStatus? status = null)
    {
        if (IsOver) return;
        Close();
        Tell(new RtspClientEvent.Ended(reason, text, status));
    }

    private void Follow(string target)
    {
        if (!_location.TryFollow(target, out RtspLocation? location))
        {
            End(RtspClientEndReason.BadRedirect, "the server redirects to what is no RTSP URL");
            return;
        }

        Close();
        Tell(new RtspClientEvent.Redirected(location));
    }
}
