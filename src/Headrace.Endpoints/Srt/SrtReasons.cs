using Headrace.Protocols.Srt;
using Headrace.Streaming.Supervision;

namespace Headrace.Endpoints.Srt;

/// <summary>Why other servers refuse us, in words.</summary>
internal static class SrtReasons
{
    private const int BadSecret = 10;
    private const int Unsecure = 11;
    private const int NoAnswer = 16;
    private const int Lowest = 1000;

    /// <summary>A reason as a clause.</summary>
    /// <param name="reason">libsrt's number, or the server's.</param>
    /// <param name="text">What libsrt says of it.</param>
    public static string Describe(int reason, string text) => reason switch
    {
        BadSecret => "the passphrase is wrong",
        Unsecure => "one side wants a passphrase and the other has none",
        NoAnswer => "it does not answer",
        >= Lowest when Enum.IsDefined((SrtRejection)reason) => $"it refuses ({reason}, {Words((SrtRejection)reason)})",
        >= Lowest => $"it refuses ({reason})",
        _ => text.Length > 0 ? $"libsrt says: {text}" : $"no connection comes about ({reason})",
    };

    /// <summary>A reason as a kind.</summary>
    public static SourceCause CauseOf(int reason) => reason switch
    {
        BadSecret or Unsecure => SourceCause.WrongPassphrase,
        NoAnswer => SourceCause.NoAnswer,
        _ => (SrtRejection)reason switch
        {
            SrtRejection.Unauthorized or SrtRejection.Forbidden => SourceCause.Unauthorized,
            SrtRejection.NotFound => SourceCause.NotFound,
            SrtRejection.Overload or SrtRejection.Conflict or SrtRejection.Down => SourceCause.TurnedAway,
            _ => SourceCause.Unknown,
        },
    };

    private static string Words(SrtRejection rejection) => rejection switch
    {
        SrtRejection.BadRequest => "it does not understand the stream id",
        SrtRejection.Unauthorized => "it wants other credentials",
        SrtRejection.Overload => "it is too busy",
        SrtRejection.Forbidden => "that is not allowed",
        SrtRejection.NotFound => "there is no such stream",
        SrtRejection.BadMode => "it does not do that",
        SrtRejection.Conflict => "the stream is published already",
        SrtRejection.UnsupportedMedia => "it does not take that kind of media",
        SrtRejection.Down => "it is down",
        _ => "a fault of its own",
    };
}
