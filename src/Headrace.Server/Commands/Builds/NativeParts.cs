using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Headrace.Transport.Srt;

namespace Headrace.Server.Commands.Builds;

/// <summary>Finds what of others is on this machine.</summary>
internal static class NativeParts
{
    private const string Ffmpeg = "ffmpeg";
    private const string OpenSsl = "OpenSSL";
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Files of OpenSSL, in the order in which the runtime tries them.</summary>
    private static readonly ImmutableArray<string> OpenSslFiles = ["libssl.so.3", "libssl.so.1.1"];

    /// <summary>All of them, found or not.</summary>
    internal static async Task<IReadOnlyList<NativePart>> FindAsync() => [FindOpenSsl(), FindSrt(), await FindFfmpegAsync().ConfigureAwait(false)];

    /// <summary>The version in the number that OpenSSL gives of itself: 0xMNNFFPPS before 3.0, 0xMNN00PP0 since.</summary>
    internal static Version OpenSslVersion(long number)
    {
        int major = (int)(number >> 28 & 0xF);
        return new Version(major, (int)(number >> 20 & 0xFF), (int)(major >= 3 ? number >> 4 & 0xFF : number >> 12 & 0xFF));
    }

    /// <summary>The version in the first line of <c>ffmpeg -version</c>, or null.</summary>
    internal static string? FfmpegVersion(string? line) =>
        line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [Ffmpeg, "version", string version, ..] ? version : null;

    private static NativePart FindOpenSsl()
    {
        // The runtime ends the process where it finds none: it is asked only when there is one.
        if (!OperatingSystem.IsLinux()) return NativePart.Without(OpenSsl, "not used on this system");
        string? file = OpenSslFiles.FirstOrDefault(name => NativeLibrary.TryLoad(name, out _));
        return file is null
            ? NativePart.Without(OpenSsl, "nothing runs without it; install the package libssl3")
            : NativePart.Found(OpenSsl, OpenSslVersion(SafeEvpPKeyHandle.OpenSslVersion).ToString(), file);
    }

    private static NativePart FindSrt() => SrtLibrary.TryLoad([], out SrtLibrary? library, out string? problem)
        ? NativePart.Found("libsrt", library.Version.ToString(), library.File)
        : NativePart.Without("libsrt", $"no SRT: {problem}");

    private static async Task<NativePart> FindFfmpegAsync()
    {
        const string Use = "no test: and ffmpeg: sources, no slates, no pictures of streams";
        if (Programs.Find(Ffmpeg) is not { } path) return NativePart.Without(Ffmpeg, $"{Use}; install the package ffmpeg");
        string? version = FfmpegVersion(await FirstLineAsync(path, "-version").ConfigureAwait(false));
        return version is null ? NativePart.Without(Ffmpeg, $"{Use}: {path} does not say its version; install the package ffmpeg") : NativePart.Found(Ffmpeg, version, path);
    }

    private static async Task<string?> FirstLineAsync(string program, string argument)
    {
        ProcessStartInfo start = new(program, [argument]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using CancellationTokenSource deadline = new(AnswerTimeout);
        try
        {
            using Process process = Process.Start(start)!;
            try
            {
                return await process.StandardOutput.ReadLineAsync(deadline.Token).ConfigureAwait(false);
            }
            finally
            {
                process.Kill();
            }
        }
        catch (Exception e) when (e is Win32Exception or IOException or OperationCanceledException)
        {
            return null;
        }
    }
}
