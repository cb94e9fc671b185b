using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Headrace.Transport.Srt;

/// <summary>libsrt as it was found on this machine. It is loaded once for the process and stays.</summary>
public sealed class SrtLibrary
{
    /// <summary>What to install where it is missing.</summary>
    public const string Package = "libsrt1.5-gnutls";

    /// <summary>
    /// Files that are tried, the best first: the flavours of Debian, and what others call it. That of GnuTLS encrypts with the processor's instructions for AES; that of OpenSSL does so
    /// in plain code, which costs about five times as much.
    /// </summary>
    internal static readonly ImmutableArray<string> UsualNames =
        ["libsrt-gnutls.so.1.5", "libsrt-openssl.so.1.5", "libsrt.so.1.5", "libsrt.so.1", "libsrt.so", "libsrt.dylib", "srt.dll"];

    /// <summary>The first version that has all that is called here.</summary>
    private static readonly Version Least = new(1, 4, 2);

    private static readonly Lock Loading = new();
    private static SrtLibrary? _loaded;

    private SrtLibrary(string file, nint handle)
    {
        File = file;
        Handle = handle;
    }

    /// <summary>The file that was loaded.</summary>
    public string File { get; }

    /// <summary>Its version.</summary>
    public Version Version { get; private set; } = new();

    /// <summary>Takes what it says about its work, with a level as in <c>syslog</c>; called on its threads, many a second, and must neither wait nor throw. Null: nobody listens.</summary>
    public static Action<int, string>? OnMessage { get; set; }

    private nint Handle { get; }

    /// <summary>Finds and starts it; false with the reason in words.</summary>
    /// <param name="names">Files to try; empty for <see cref="UsualNames"/>. Once one is loaded, others are not, but they must be there.</param>
    /// <param name="library">What was found.</param>
    /// <param name="problem">Why there is none, and what to do.</param>
    public static bool TryLoad(ImmutableArray<string> names, [NotNullWhen(true)] out SrtLibrary? library, [NotNullWhen(false)] out string? problem)
    {
        library = null;
        problem = null;
        if (names.IsEmpty) names = UsualNames;
        lock (Loading)
        {
            foreach (string name in names)
            {
                if (!NativeLibrary.TryLoad(name, out nint handle)) continue;
                library = _loaded ?? new SrtLibrary(name, handle);
                break;
            }

            if (library is null) problem = $"libsrt is not on this machine ({string.Join(", ", names.Take(3))} cannot be loaded); install the package {Package}";
            else if (_loaded is null) problem = Start(library);
            if (problem is null) _loaded = library;
            else library = null;
        }

        return library is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"libsrt {Version} ({File})";

    private static unsafe string? Start(SrtLibrary library)
    {
        NativeLibrary.SetDllImportResolver(typeof(LibSrt).Assembly, (string name, Assembly _, DllImportSearchPath? _) => name == LibSrt.Name ? library.Handle : 0);
        uint version = LibSrt.Version();
        library.Version = new Version((int)(version >> 16 & 0xFF), (int)(version >> 8 & 0xFF), (int)(version & 0xFF));
        if (library.Version < Least) return $"{library} is too old: at least {Least} is needed; install the package {Package}";
        if (LibSrt.StartUp() == LibSrt.Failed) return $"{library} does not start: {SrtError.Last().Text}";
        const int Warnings = 4;
        LibSrt.SetLogLevel(Warnings);
        LibSrt.SetLogFlags(LibSrt.PlainLines);
        LibSrt.SetLogHandler(0, &HandleMessage);
        return null;
    }

    [UnmanagedCallersOnly]
    private static unsafe void HandleMessage(nint opaque, int level, byte* file, int line, byte* area, byte* message)
    {
        if (OnMessage is not { } listener) return;
        try
        {
            listener(level, Marshal.PtrToStringUTF8((nint)message)?.Trim() ?? "");
        }
        catch (Exception e) when (e is InvalidOperationException or ObjectDisposedException)
        {
            // Who listened is gone; what is said now concerns nobody, and must not end libsrt's thread.
        }
    }
}
