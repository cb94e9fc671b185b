namespace Headrace.Transport.Srt;

/// <summary>The options of sockets that we use (<c>SRT_SOCKOPT</c>).</summary>
internal enum SrtOption
{
    SendIsBlocking = 1,
    ReceiveIsBlocking = 2,
    FlightWindow = 4,
    SendBuffer = 5,
    ReceiveBuffer = 6,
    IsRendezvous = 12,
    MaxBandwidth = 16,
    Latency = 23,
    Passphrase = 26,
    KeyLength = 27,
    DropsTooLate = 31,
    ReportsLossPeriodically = 33,
    PeerVersion = 35,
    ConnectTimeout = 36,
    SendKeyState = 40,
    ReceiveKeyState = 41,
    ReceiveLatency = 43,
    PeerLatency = 44,
    StreamId = 46,
    EnforcesEncryption = 53,
    IsIPv6Only = 54,
}
