using System.Net;
using System.Text;
using Headrace.Endpoints.Hls;
using Headrace.Streaming.Access;
using Microsoft.AspNetCore.Http;

namespace Headrace.Endpoints.Access;

/// <summary>Asks whether a request may be answered: by <c>Authorization</c> (Basic, or Bearer with a token), else by <c>?token=</c>, else without credentials.</summary>
public static class HttpAccess
{
    private const string Basic = "Basic ";
    private const string Bearer = "Bearer ";

    /// <summary>The query parameter of a token.</summary>
    internal const string TokenParameter = "token";

    /// <summary>Judges a request.</summary>
    public static AccessVerdict Judge(AccessGate gate, AccessAction action, string stream, HttpRequest request) => Judge(gate, action, stream, request, out _);

    /// <summary>The same, with what he is let in by; see <see cref="AccessGate.JudgeToken(AccessAction, string, IPAddress, string, out AccessGrant?)"/>.</summary>
    public static AccessVerdict Judge(AccessGate gate, AccessAction action, string stream, HttpRequest request, out AccessGrant? grant)
    {
        IPAddress peer = request.HttpContext.Connection.RemoteIpAddress ?? IPAddress.None;
        if (request.Headers.TryGetValue("Authorization", out var values) && values.Count > 0)
        {
            string value = values.Count == 1 ? values[0] ?? "" : "";
            if (value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return gate.JudgeToken(action, stream, peer, value[Bearer.Length..].Trim(), out grant);
            return gate.Judge(action, stream, peer, ReadBasic(value) ?? AccessProof.OfPassword("", ""), out grant);
        }

        string? token = request.Query[TokenParameter];
        return string.IsNullOrEmpty(token) ? gate.Judge(action, stream, peer, null, out grant) : gate.JudgeToken(action, stream, peer, token, out grant);
    }

    /// <summary>Answers a request that may not be answered otherwise; true when it may: then the request's features have the <see cref="AccessGrant"/>, if there is one.</summary>
    public static async Task<bool> TryPassAsync(AccessGate gate, AccessAction action, string stream, HttpContext context)
    {
        switch (Judge(gate, action, stream, context.Request, out AccessGrant? grant))
        {
            case AccessVerdict.Allowed:
                context.Features.Set(grant);
                return true;
            case AccessVerdict.Forbidden:
                await Answers.ForbiddenAsync(context.Response, $"These credentials do not allow this of {stream}.").ConfigureAwait(false);
                return false;
            case AccessVerdict.TooManyAttempts:
                await Answers.TooManyAttemptsAsync(context.Response, "Too many wrong credentials came from this address.").ConfigureAwait(false);
                return false;
            default:
                await Answers.UnauthorizedAsync(context.Response, $"{stream} needs a user's name and password, or a token.").ConfigureAwait(false);
                return false;
        }
    }

    private static AccessProof? ReadBasic(string value)
    {
        if (!value.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)) return null;
        byte[] bytes = new byte[value.Length];
        if (!Convert.TryFromBase64Chars(value.AsSpan(Basic.Length).Trim(), bytes, out int length)) return null;
        string text = Encoding.UTF8.GetString(bytes, 0, length);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : AccessProof.OfPassword(text[..colon], text[(colon + 1)..]);
    }
}
