using System.Globalization;
using System.Net;

namespace Headrace.Endpoints.Http;

/// <summary>An answer whose head has come, and whose body comes as it is read: who reads slowly makes the server wait.</summary>
internal sealed class SourceHttpAnswer : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly Stream _body;
    private readonly TimeSpan _silence;
    private readonly TimeProvider _clock;

    internal SourceHttpAnswer(HttpResponseMessage response, HttpLocation location, Stream body, TimeSpan silence, TimeProvider clock) =>
        (_response, Location, _body, _silence, _clock) = (response, location, body, silence, clock);

    /// <summary>Where it lies in the end, behind redirections.</summary>
    public HttpLocation Location { get; }

    /// <summary>What the server says that it is, without parameters; null where it does not.</summary>
    public string? ContentType => _response.Content.Headers.ContentType?.MediaType;

    /// <summary>Bytes of the body, where the server says it; null of what is live, and of what is compressed.</summary>
    public long? Length => _response.Content.Headers.ContentLength;

    /// <summary>True when the server answers with the bytes that were asked for, and not with all.</summary>
    public bool IsPartial => _response.StatusCode == HttpStatusCode.PartialContent;

    /// <summary>Why the body ended before its end, for an operator, in one clause; null while it did not.</summary>
    public string? Fault { get; private set; }

    /// <summary>Reads what is there; 0 at the end, and where <see cref="Fault"/> says why it came too early. Throws nothing but <see cref="OperationCanceledException"/>, and that for the token alone.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        using CancellationTokenSource deadline = new(_silence, _clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            return await _body.ReadAsync(buffer, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Fault = $"nothing has come for {_silence.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s";
        }
        catch (Exception e) when (e is IOException or HttpRequestException or InvalidDataException)
        {
            Fault = $"the connection was lost: {e.Message}";
        }

        return 0;
    }

    /// <summary>Ends the answer, also where it has not ended: its connection is closed then.</summary>
    public void Dispose()
    {
        _body.Dispose();
        _response.Dispose();
    }
}
