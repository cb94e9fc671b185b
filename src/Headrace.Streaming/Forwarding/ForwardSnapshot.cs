namespace Headrace.Streaming.Forwarding;

/// <summary>What forwarding to a target says of itself at one moment.</summary>
/// <param name="Url">Where to, without credentials.</param>
/// <param name="Protocol">The protocol.</param>
/// <param name="State">How it is.</param>
/// <param name="Since">Since when it is so.</param>
/// <param name="Tries">Tries since media went out last, the one that runs included; 0 while it does.</param>
/// <param name="LastError">What went wrong last, or null.</param>
/// <param name="BytesSent">Bytes sent, over all runs.</param>
/// <param name="Skips">How often it fell behind and went on at a later key frame, over all runs.</param>
/// <param name="Lost">Pictures, with the sound beside them, that it lost by that.</param>
/// <param name="SessionDescription">What a receiver has to be told (SDP), where the target's protocol does not tell it; else null.</param>
public sealed record ForwardSnapshot(
    string Url, string Protocol, ForwardState State, DateTimeOffset Since, int Tries, string? LastError, long BytesSent, long Skips, long Lost, string? SessionDescription);
