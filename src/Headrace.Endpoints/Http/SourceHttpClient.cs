using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using Headrace.Endpoints.Connections;
using Headrace.Protocols.Rtsp;
using Headrace.Protocols.Rtsp.Authentication;
using Headrace.Streaming.Supervision;
using Headrace.Transport.Client;

namespace Headrace.Endpoints.Http;

/// <summary>
/// Fetches for one source over HTTP: with the rules for addresses asked at each connection, bounded redirections, Basic and Digest, and time-outs. What goes wrong is a clause for an
/// operator, without credentials and queries. Thread-safe.
/// </summary>
internal sealed class SourceHttpClient : IDisposable
{
    /// <summary>Redirections that are followed for one request.</summary>
    public const int MaxRedirections = 5;

    private const string UserAgent = "Headrace";
    private const int ReadSize = 64 * 1024;

    private readonly SourceHttpOptions _options;
    private readonly TimeProvider _clock;
    private readonly HttpClient _client;
    private readonly Lock _gate = new();
    private readonly string _nonce = RandomNumberGenerator.GetHexString(16, lowercase: true);
    private ClientAuthorization? _authorization;

    /// <summary>A client that has not connected yet.</summary>
    public SourceHttpClient(SourceHttpOptions options, TimeProvider clock)
    {
        (_options, _clock) = (options, clock);
        _client = new HttpClient(ClientHttp.CreateHandler(options.Trust, options.Allows, options.TakesCompressed)) { Timeout = Timeout.InfiniteTimeSpan, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrHigher };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue(UserAgent, null));
    }

    /// <summary>Asks for what lies at a URL and waits for the head of the answer. Null, and why, where it is not one of success.</summary>
    /// <param name="url">The URL, absolute, without credentials.</param>
    /// <param name="range">The bytes that are wanted; null for all. A server may answer with all.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <returns>The answer, which the caller disposes.</returns>
    public async Task<(SourceHttpAnswer? Answer, SourceFault? Fault)> OpenAsync(Uri url, RangeItemHeaderValue? range, CancellationToken cancellation)
    {
        if (!HttpLocation.TryParse(url.OriginalString, out HttpLocation? location)) return (null, new SourceFault("its URL is none of HTTP"));
        if (_options.Location.CredentialsFor(location.Url) is not null && _options.Location.TryFollow(location.Url, out HttpLocation? known)) location = known;
        using CancellationTokenSource deadline = new(_options.AnswerTimeout, _clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            for (int redirections = 0; redirections <= MaxRedirections; redirections++)
            {
                HttpResponseMessage response = await AskAsync(location, range, either.Token).ConfigureAwait(false);
                if (response.IsSuccessStatusCode) return (new SourceHttpAnswer(response, location, await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false), _options.SilenceTimeout, _clock), null);
                using (response)
                {
                    if (!IsRedirection(response.StatusCode) || response.Headers.Location is not { } target) return (null, Describe(response));
                    if (!location.TryFollow(target, out HttpLocation? next)) return (null, new SourceFault($"{location} redirects to what is no URL of HTTP"));
                    location = next;
                }
            }

            return (null, new SourceFault($"it redirects more than {MaxRedirections} times"));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, new SourceFault($"{Host(location)} {ReachFault.DescribeSilence(_options.AnswerTimeout)}", SourceCause.NoAnswer));
        }
        catch (HttpRequestException e)
        {
            return (null, Describe(location, e));
        }
        catch (IOException e)
        {
            return (null, new SourceFault($"{Host(location)} ended the connection: {e.Message}", SourceCause.ConnectionLost));
        }
    }

    /// <summary>Fetches all that lies at a URL. Null, and why, where that cannot be, or is more than a limit.</summary>
    /// <param name="url">The URL, absolute, without credentials.</param>
    /// <param name="range">The bytes that are wanted; null for all.</param>
    /// <param name="maxBytes">Bytes that are taken at most.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    public async Task<(SourceHttpBody? Body, string? Fault)> FetchAsync(Uri url, RangeItemHeaderValue? range, int maxBytes, CancellationToken cancellation)
    {
        (SourceHttpAnswer? answer, SourceFault? fault) = await OpenAsync(url, range, cancellation).ConfigureAwait(false);
        if (answer is null) return (null, fault!.Text);
        using (answer)
        {
            if (answer.Length > maxBytes) return (null, $"{answer.Location} has {answer.Length} bytes; {maxBytes} are taken at most");
            byte[] bytes = new byte[(int)Math.Clamp(answer.Length ?? ReadSize, 1, maxBytes)];
            int length = 0;
            while (true)
            {
                if (length == bytes.Length)
                {
                    if (length == maxBytes) return (null, $"{answer.Location} has more than {maxBytes} bytes, which are taken at most");
                    Array.Resize(ref bytes, (int)Math.Min(maxBytes, 2L * length));
                }

                int count = await answer.ReadAsync(bytes.AsMemory(length), cancellation).ConfigureAwait(false);
                if (answer.Fault is not null) return (null, answer.Fault);
                if (count == 0) return (new SourceHttpBody(bytes.AsMemory(0, length), answer.Location, answer.ContentType), null);
                length += count;
                if (length == answer.Length) return (new SourceHttpBody(bytes.AsMemory(0, length), answer.Location, answer.ContentType), null);
            }
        }
    }

    /// <summary>Ends what is open.</summary>
    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> AskAsync(HttpLocation location, RangeItemHeaderValue? range, CancellationToken cancellation)
    {
        HttpResponseMessage response = await SendAsync(location, range, cancellation).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized || location.Credentials is not { } credentials || ChallengesOf(response) is not { IsEmpty: false } challenges) return response;
        lock (_gate)
        {
            // One that was answered with the same nonce was answered wrongly.
            if (_authorization is not null && challenges.Any(one => one.Nonce == _authorization.Challenge.Nonce && one.Scheme == _authorization.Challenge.Scheme && _authorization.Uses > 0)) return response;
            _authorization = ClientAuthorization.Answer(credentials, challenges, _nonce);
            if (_authorization is null) return response;
        }

        response.Dispose();
        return await SendAsync(location, range, cancellation).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpLocation location, RangeItemHeaderValue? range, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, location.Url);
        if (range is not null) request.Headers.Range = new RangeHeaderValue { Ranges = { range } };
        lock (_gate)
        {
            if (location.Credentials is not null && _authorization is { } answer) request.Headers.TryAddWithoutValidation("Authorization", answer.Authorize(HttpMethod.Get.Method, location.Url.PathAndQuery, out _authorization));
        }

        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
    }

    private static ImmutableArray<AuthenticationChallenge> ChallengesOf(HttpResponseMessage response)
    {
        RtspHeaders headers = new();
        if (response.Headers.NonValidated.TryGetValues(RtspHeaderNames.WwwAuthenticate, out HeaderStringValues values))
        {
            foreach (string value in values) headers.Add(RtspHeaderNames.WwwAuthenticate, value);
        }

        return AuthenticationChallenge.ReadAll(headers);
    }

    private static bool IsRedirection(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;

    private SourceFault Describe(HttpResponseMessage response) => new(WordsOf(response), SourceFault.CauseOf((int)response.StatusCode)) { Status = (int)response.StatusCode };

    private string WordsOf(HttpResponseMessage response)
    {
        string status = string.Create(CultureInfo.InvariantCulture, $"it answers {(int)response.StatusCode} {response.ReasonPhrase}").TrimEnd();
        if (response.StatusCode != HttpStatusCode.Unauthorized) return status;
        return _options.Location.Credentials is null ? $"{status}: it wants a name and a password, which the URL may have" : $"{status}: it does not take the name and password of the URL";
    }

    private static SourceFault Describe(HttpLocation location, HttpRequestException e) => e.InnerException switch
    {
        UnauthorizedAccessException denied => new($"{location.Url.Host}: {denied.Message} for sources made through the API (sources)", SourceCause.NotAllowed),
        SocketException socket => new($"{Host(location)} cannot be reached: {ReachFault.Describe(socket)}", SourceFault.CauseOf(socket)),
        AuthenticationException tls => new($"the certificate of {location.Url.Host} is not believed: {tls.Message} Its own can be named with sourceFingerprint", SourceCause.Untrusted),
        { } inner => new($"{Host(location)}: {inner.Message}"),
        null => new($"{Host(location)}: {e.Message}"),
    };

    private static string Host(HttpLocation location) => string.Create(CultureInfo.InvariantCulture, $"{location.Url.Host} port {location.Url.Port}");

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
}
