using Headrace.Media.Timing;
using Headrace.Protocols.Srt;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.Srt;

/// <summary>
/// Who was refused of late: a caller that is refused calls again a hundred times a second. The same wish from the same address is not looked at again for
/// <see cref="HoldTime"/>, and an address with <see cref="MaxRefusals"/> refusals within it is not looked at at all. Thread-safe.
/// </summary>
internal sealed class SrtRefusals
{
    /// <summary>Wishes and addresses remembered, of each; when it is full, all are forgotten.</summary>
    public const int Capacity = 8_192;

    /// <summary>Different wishes of one address that are refused in a second; loopback is exempt.</summary>
    public const int MaxRefusals = 100;

    /// <summary>How long a refusal stands.</summary>
    public static readonly TimeSpan HoldTime = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(ulong High, ulong Low, int Wish), (SrtRejection Rejection, MonotonicTime Until)> _wishes = [];
    private readonly Dictionary<(ulong High, ulong Low), (int Count, MonotonicTime Until)> _addresses = [];

    /// <summary>The refusal that still stands; <see cref="SrtRejection.None"/> where the caller is to be judged.</summary>
    public SrtRejection Standing(in UdpAddress peer, ReadOnlySpan<byte> streamId, MonotonicTime now)
    {
        int wish = HashOf(streamId);
        lock (_gate)
        {
            if (_wishes.TryGetValue((peer.High, peer.Low, wish), out (SrtRejection Rejection, MonotonicTime Until) held) && now < held.Until) return held.Rejection;
            return _addresses.TryGetValue((peer.High, peer.Low), out (int Count, MonotonicTime Until) seen) && now < seen.Until && seen.Count >= MaxRefusals ? SrtRejection.Overload : SrtRejection.None;
        }
    }

    /// <summary>Remembers a refusal.</summary>
    public void Add(in UdpAddress peer, ReadOnlySpan<byte> streamId, SrtRejection rejection, bool isExempt, MonotonicTime now)
    {
        int wish = HashOf(streamId);
        lock (_gate)
        {
            if (_wishes.Count >= Capacity) _wishes.Clear();
            _wishes[(peer.High, peer.Low, wish)] = (rejection, now + HoldTime);
            if (isExempt) return;
            if (_addresses.Count >= Capacity) _addresses.Clear();
            (int Count, MonotonicTime Until) seen = _addresses.GetValueOrDefault((peer.High, peer.Low));
            _addresses[(peer.High, peer.Low)] = now < seen.Until ? (seen.Count + 1, seen.Until) : (1, now + HoldTime);
        }
    }

    private static int HashOf(ReadOnlySpan<byte> streamId)
    {
        HashCode hash = default;
        hash.AddBytes(streamId);
        return hash.ToHashCode();
    }
}
