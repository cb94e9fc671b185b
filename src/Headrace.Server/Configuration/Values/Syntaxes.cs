using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using Headrace.Endpoints.Forwarding;
using Headrace.Endpoints.Srt;
using Headrace.Server.Configuration.Options;
using Headrace.Streaming.Access;
using Headrace.Transport.Client;
using Microsoft.Extensions.Logging;

namespace Headrace.Server.Configuration.Values;

/// <summary>The syntaxes of all values that the configuration knows.</summary>
internal static class Syntaxes
{
    internal static ValueSyntax<bool> Boolean { get; } = Words(("true", true), ("false", false));

    /// <summary>One argument of a program, which may hold a password.</summary>
    internal static ValueSyntax<string> Argument { get; } =
        new("an argument as the program shall see it, not an empty one", (string text, [MaybeNullWhen(false)] out string value) => (value = text).Length > 0 && !text.Contains('\0'), argument => argument) { IsSecret = true };

    internal static ValueSyntax<string> Directory { get; } =
        new("a directory's path", (string text, [MaybeNullWhen(false)] out string value) => (value = text).AsSpan().Trim().Length > 0 && !text.Contains('\0'), path => path);

    internal static ValueSyntax<string> PemFile { get; } =
        new("a PEM file's path; \"\" for none", (string text, [MaybeNullWhen(false)] out string value) => !(value = text).Contains('\0', StringComparison.Ordinal), path => path);

    internal static ValueSyntax<string> DirectoryOrNone { get; } =
        new("a directory's path; \"\" for none", (string text, [MaybeNullWhen(false)] out string value) => !(value = text.Trim()).Contains('\0', StringComparison.Ordinal), path => path);

    internal static ValueSyntax<string> Slate { get; } =
        new("builtin, none or the path of a picture or film", (string text, [MaybeNullWhen(false)] out string value) => (value = text.Trim()).Length > 0 && !value.Contains('\0', StringComparison.Ordinal), slate => slate);

    internal static ValueSyntax<TimeSpan> Duration { get; } = new("a duration such as 200ms, 10s, 1h or 7d", Durations.TryParse, Durations.Format);

    internal static ValueSyntax<ByteSize> Size { get; } = new("a size such as 50MB, 8GB or 512MiB; 0 for no limit", ByteSize.TryParse, size => size.ToString());

    internal static ValueSyntax<RatePerSecond> Rate { get; } = new("a rate such as 200/s; 0 for no limit", RatePerSecond.TryParse, rate => rate.ToString());

    internal static ValueSyntax<BitRate> BitRate { get; } = new("a bit rate such as 500kbps, 50Mbps or 1Gbps; 0 for no limit", Values.BitRate.TryParse, rate => rate.ToString());

    internal static ValueSyntax<ListenAddress> Listen { get; } =
        new("an address such as :8080, 127.0.0.1:8080 or [::1]:8080", ListenAddress.TryParse, address => address.ToString());

    internal static ValueSyntax<ListenAddress?> ListenOrOff { get; } =
        new("an address such as :8554, 127.0.0.1:8554 or [::1]:8554; \"\" switches the protocol off", TryParseListenOrOff, address => address?.ToString() ?? "\"\"");

    internal static ValueSyntax<UdpPorts?> UdpPortsOrOff { get; } =
        new("two or more ports with an even one first among them, such as 8000-8001; 0 for ports of the system's choice; \"\" switches UDP off", TryParseUdpPortsOrOff, ports => ports?.ToString() ?? "\"\"");

    /// <summary>A synchronisation source as session descriptions have it, or as captures show it.</summary>
    internal static ValueSyntax<uint?> SsrcOrNone { get; } =
        new("a number from 0 to 4294967295, in decimal or hexadecimal such as 0x1234ABCD; \"\" for any", TryParseSsrc, ssrc => ssrc?.ToString(CultureInfo.InvariantCulture) ?? "\"\"");

    internal static ValueSyntax<IPAddress?> AddressOrNone { get; } =
        new("an IP address such as 192.0.2.7 or 2001:db8::7; \"\" for any", TryParseAddress, address => address?.ToString() ?? "\"\"");

    internal static ValueSyntax<SdpText> Sdp { get; } =
        new("a session description that names media, or the path of a file with one; \"\" for none", SdpText.TryParse, sdp => sdp.Written);

    internal static ValueSyntax<string> CorsOrigin { get; } = new("* or an origin such as https://example.org", CorsOrigins.TryParse, origin => origin);

    internal static ValueSyntax<Uri?> HttpAddressOrNone { get; } =
        new("an address such as http://collector:4318; \"\" for none", HttpAddress.TryParse, address => address?.OriginalString ?? "\"\"");

    internal static ValueSyntax<StreamSource> Source { get; } =
        new("publisher, rtsp://HOST/PATH, rtsps://HOST/PATH, rtmp(s)://HOST/APPLICATION/KEY, srt://HOST:PORT?streamid=ID, http(s)://HOST/PATH, udp+mpegts://ADDRESS:PORT, udp+rtp://ADDRESS:PORT, file:PATH, test: or ffmpeg:", StreamSource.TryParse, source => source.ToConfiguration())
        {
            Shown = source => source.ToString(),
            WhyNot = StreamSource.WhyNot,
        };

    internal static ValueSyntax<ForwardUrl> Forward { get; } = new(ForwardSchemes.Allowed, ForwardSchemes.TryParse, url => url.Text) { Shown = url => url.ToString(), WhyNot = ForwardSchemes.WhyNot };

    internal static ValueSyntax<string> Label { get; } = new(
        "a label of 1 to 64 letters, digits, -, _ and .",
        (string text, [MaybeNullWhen(false)] out string value) => (value = text).Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'), label => label);

    internal static ValueSyntax<ServerTrust> Trust { get; } =
        new($"the SHA-256 of a certificate as {ServerTrust.FingerprintLength} hexadecimal digits, * for any certificate, or \"\" for one that an authority vouches for", TryParseTrust, trust => trust.ToString());

    internal static ValueSyntax<NetworkSet> Networks { get; } = new(NetworkSet.Allowed, NetworkSet.TryParse, set => set.Name);

    internal static ValueSyntax<Secret> Password { get; } = new("a password, or sha256: with the Base64 of its SHA-256 hash", Secret.TryParse, secret => secret.Reveal()) { IsSecret = true };

    /// <summary>A passphrase of SRT.</summary>
    internal static ValueSyntax<string> Passphrase { get; } = new(
        $"{SrtStreamPassphrases.Allowed}; \"\" for none", (string text, [MaybeNullWhen(false)] out string value) => (value = text).Length == 0 || SrtStreamPassphrases.IsPassphrase(text), text => text) { IsSecret = true };

    /// <summary>The passphrase of a stream.</summary>
    internal static ValueSyntax<string> PassphraseOrNone { get; } = new(
        $"{SrtStreamPassphrases.Allowed}; {SrtStreamPassphrases.NoPassphrase} for none; \"\" for srt.passphrase",
        (string text, [MaybeNullWhen(false)] out string value) => (value = text).Length == 0 || text == SrtStreamPassphrases.NoPassphrase || SrtStreamPassphrases.IsPassphrase(text), text => text) { IsSecret = true };

    internal static ValueSyntax<string> LibraryOrNone { get; } =
        new("a library's file; \"\" for the one that the system has", (string text, [MaybeNullWhen(false)] out string value) => !(value = text.Trim()).Contains('\0', StringComparison.Ordinal), path => path);

    internal static ValueSyntax<string> UserName { get; } = new(
        $"a name of 1 to 100 characters without colons and quotes, or {AccessUser.Anybody} for everybody",
        (string text, [MaybeNullWhen(false)] out string value) => (value = text).Length is > 0 and <= 100 && !text.AsSpan().ContainsAny(":\"\\\r\n"), name => name);

    internal static ValueSyntax<StreamPattern> Streams { get; } = new(
        $"a stream's name, or ~ and a regular expression without look-around and back-references, of at most {StreamPattern.MaxLength} characters; \"\" for all streams",
        StreamPattern.TryParse, pattern => pattern.ToString());

    internal static ValueSyntax<LogLevel> Level { get; } = Words(
        ("trace", LogLevel.Trace), ("debug", LogLevel.Debug), ("information", LogLevel.Information), ("warning", LogLevel.Warning),
        ("error", LogLevel.Error), ("critical", LogLevel.Critical), ("none", LogLevel.None));

    /// <summary>A part of a whole.</summary>
    internal static ValueSyntax<double> Part { get; } = new(
        "a number above 0 and at most 1, such as 0.75",
        (string text, out double value) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && value is > 0 and <= 1,
        value => value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    internal static ValueSyntax<int> Integer(int least, int most, string note = "") => new(
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}{note}"),
        (string text, out int value) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= least && value <= most,
        value => value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A duration from <paramref name="least"/> to <paramref name="most"/>.</summary>
    internal static ValueSyntax<TimeSpan> DurationBetween(TimeSpan least, TimeSpan most) => Duration.Where(
        value => value >= least && value <= most, $"a duration from {Durations.Format(least)} to {Durations.Format(most)}");

    /// <summary>A duration of at most <paramref name="most"/>, either way.</summary>
    internal static ValueSyntax<TimeSpan> OffsetWithin(TimeSpan most) => new(
        $"a duration from -{Durations.Format(most)} to {Durations.Format(most)}",
        (string text, out TimeSpan value) =>
        {
            bool isNegative = text.StartsWith('-');
            bool isRead = Durations.TryParse(isNegative ? text[1..] : text, out value) && value <= most;
            if (isNegative) value = -value;
            return isRead;
        },
        value => value < TimeSpan.Zero ? "-" + Durations.Format(-value) : Durations.Format(value));

    /// <summary>One of a few words.</summary>
    internal static ValueSyntax<T> Words<T>(params (string Word, T Value)[] words)
        where T : struct => new(
        words.Length == 1 ? words[0].Word : string.Join(", ", words[..^1].Select(word => word.Word)) + " or " + words[^1].Word,
        (string text, out T value) =>
        {
            int index = Array.FindIndex(words, word => word.Word == text);
            value = index < 0 ? default : words[index].Value;
            return index >= 0;
        },
        value => Array.Find(words, word => EqualityComparer<T>.Default.Equals(word.Value, value)).Word);

    private static bool TryParseTrust(string text, [MaybeNullWhen(false)] out ServerTrust trust)
    {
        text = text.Replace(":", "", StringComparison.Ordinal);
        trust = text switch
        {
            "" => ServerTrust.Authorities,
            "*" => ServerTrust.Any,
            { Length: ServerTrust.FingerprintLength } when text.All(char.IsAsciiHexDigit) => ServerTrust.Certificate(text),
            _ => null,
        };
        return trust is not null;
    }

    private static bool TryParseSsrc(string text, out uint? ssrc)
    {
        ssrc = null;
        if (text.Length == 0) return true;
        bool isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        bool isRead = isHex
            ? uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value)
            : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        ssrc = isRead ? value : null;
        return isRead;
    }

    private static bool TryParseAddress(string text, out IPAddress? address)
    {
        address = null;
        return text.Length == 0 || (IPAddress.TryParse(text, out address) && (text.Contains(':', StringComparison.Ordinal) || text.AsSpan().Count('.') == 3));
    }

    private static bool TryParseUdpPortsOrOff(string text, out UdpPorts? ports)
    {
        ports = null;
        if (text.Length == 0) return true;
        if (!UdpPorts.TryParse(text, out UdpPorts found)) return false;
        ports = found;
        return true;
    }

    private static bool TryParseListenOrOff(string text, out ListenAddress? address)
    {
        address = null;
        if (text.Length == 0) return true;
        if (!ListenAddress.TryParse(text, out ListenAddress found)) return false;
        address = found;
        return true;
    }
}
