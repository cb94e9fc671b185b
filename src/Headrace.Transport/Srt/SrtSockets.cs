using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Headrace.Transport.Udp;

namespace Headrace.Transport.Srt;

/// <summary>Makes sockets of libsrt, sets their options, reads their addresses.</summary>
internal static unsafe class SrtSockets
{
    /// <summary>Bytes of text that an option holds.</summary>
    private const int MaxText = 512;

    /// <summary>A socket with its options set, that never waits. Throws <see cref="SocketException"/> where the library refuses.</summary>
    public static int Create(SrtSocketOptions options, AddressFamily family)
    {
        int socket = LibSrt.CreateSocket();
        if (socket == LibSrt.Failed) throw SrtError.Last().ToException();
        try
        {
            Set(socket, SrtOption.SendIsBlocking, 0);
            Set(socket, SrtOption.ReceiveIsBlocking, 0);
            // The window first: no buffer may be greater.
            Set(socket, SrtOption.FlightWindow, SrtSocketOptions.MaxPackets);
            Set(socket, SrtOption.SendBuffer, SrtSocketOptions.MaxBytes);
            Set(socket, SrtOption.ReceiveBuffer, SrtSocketOptions.MaxBytes);
            Set(socket, SrtOption.Latency, (int)options.Latency.TotalMilliseconds);
            Set(socket, SrtOption.DropsTooLate, 1);
            Set(socket, SrtOption.ReportsLossPeriodically, 1);
            Set(socket, SrtOption.EnforcesEncryption, 1);
            Set(socket, SrtOption.ConnectTimeout, (int)options.ConnectTimeout.TotalMilliseconds);
            if (family == AddressFamily.InterNetworkV6) Set(socket, SrtOption.IsIPv6Only, 0);
            if (options.IsRendezvous) Set(socket, SrtOption.IsRendezvous, 1);
            if (options.KeyLength > 0) Set(socket, SrtOption.KeyLength, options.KeyLength);
            if (options.Passphrase.Length > 0 && !TrySet(socket, SrtOption.Passphrase, options.Passphrase)) throw SrtError.Last().ToException();
            if (options.StreamId.Length > 0 && !TrySet(socket, SrtOption.StreamId, options.StreamId)) throw SrtError.Last().ToException();
            long bandwidth = options.MaxBandwidth > 0 ? options.MaxBandwidth / 8 : -1;
            if (LibSrt.SetOption(socket, SrtOption.MaxBandwidth, &bandwidth, sizeof(long)) == LibSrt.Failed) throw SrtError.Last().ToException();
            return socket;
        }
        catch
        {
            LibSrt.Close(socket);
            throw;
        }
    }

    /// <summary>Binds a socket; throws <see cref="SocketException"/> when the address cannot be had.</summary>
    public static void Bind(int socket, IPEndPoint local)
    {
        SocketName name;
        int length = name.Write(UdpAddress.Of(local), local.AddressFamily);
        if (LibSrt.Bind(socket, &name, length) == LibSrt.Failed) throw SrtError.Last().ToException();
    }

    /// <summary>The address that a socket is bound to.</summary>
    public static IPEndPoint LocalOf(int socket)
    {
        SocketName name = default;
        int length = SocketName.Capacity;
        if (LibSrt.GetLocalName(socket, &name, &length) == LibSrt.Failed) throw SrtError.Last().ToException();
        return name.Read().ToEndPoint();
    }

    /// <summary>Sets text; false where the library refuses it. For the thread of its callback too.</summary>
    public static bool TrySet(int socket, SrtOption option, string text)
    {
        Span<byte> bytes = stackalloc byte[MaxText];
        if (!Encoding.UTF8.TryGetBytes(text, bytes, out int length)) return false;
        fixed (byte* start = bytes) return LibSrt.SetOption(socket, option, start, length) != LibSrt.Failed;
    }

    /// <summary>A number that a socket has; 0 where it has none.</summary>
    public static int Get(int socket, SrtOption option)
    {
        int value = 0;
        int length = sizeof(int);
        return LibSrt.GetOption(socket, option, &value, &length) == LibSrt.Failed ? 0 : value;
    }

    /// <summary>Text that a socket has.</summary>
    public static string GetText(int socket, SrtOption option)
    {
        Span<byte> bytes = stackalloc byte[MaxText + 1];
        int length = bytes.Length;
        fixed (byte* start = bytes)
        {
            return LibSrt.GetOption(socket, option, start, &length) == LibSrt.Failed ? "" : Encoding.UTF8.GetString(bytes[..Math.Clamp(length, 0, MaxText)]);
        }
    }

    /// <summary>Why a peer refused a connection, in words of libsrt.</summary>
    public static string TextOf(int rejection) => Marshal.PtrToStringUTF8((nint)LibSrt.RejectReasonText(rejection)) ?? "";

    private static void Set(int socket, SrtOption option, int value)
    {
        if (LibSrt.SetOption(socket, option, &value, sizeof(int)) == LibSrt.Failed) throw SrtError.Last().ToException();
    }
}
