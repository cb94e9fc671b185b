using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Headrace.Server.Configuration.Values;
using Microsoft.Extensions.Logging;

namespace Headrace.Server.Hosting;

/// <summary>Where each protocol listens, and why those that do not are off. Thread-safe.</summary>
internal sealed class ProtocolTable
{
    /// <summary>Why what needs a certificate is off without one.</summary>
    internal const string NoCertificate = "there is no certificate";

    /// <summary>Why what was given no address is off.</summary>
    internal const string NoAddress = "it was given no address to listen on";

    private ImmutableList<ProtocolEntry> _entries = [];

    /// <summary>All that was said, in the order in which they were started.</summary>
    internal IReadOnlyList<ProtocolEntry> All => Volatile.Read(ref _entries);

    /// <summary>A protocol listens.</summary>
    internal void Add(string protocol, string key, IPEndPoint address) => Say(new ProtocolEntry(protocol, key, address, null, IsFault: false));

    /// <summary>A protocol is off because it was told to be.</summary>
    internal void AddOff(string protocol, string key, string reason) => Say(new ProtocolEntry(protocol, key, null, reason, IsFault: false));

    /// <summary>A protocol is off because this machine lacks something; whoever finds that out logs it.</summary>
    internal void AddFault(string protocol, string key, string reason) => Say(new ProtocolEntry(protocol, key, null, reason, IsFault: true));

    /// <summary>A protocol of one address moves to another one, or to none; where that cannot be, a warning says so, and it stays where it is.</summary>
    /// <param name="protocol">The protocol.</param>
    /// <param name="key">The key that names its address.</param>
    /// <param name="address">Where it shall listen; null for nowhere.</param>
    /// <param name="present">Where it listens.</param>
    /// <param name="move">Moves it.</param>
    /// <param name="logger">Log.</param>
    internal async Task MoveAsync(string protocol, string key, ListenAddress? address, Func<IPEndPoint?> present, Func<IPEndPoint?, Task> move, ILogger logger)
    {
        try
        {
            await move(address?.ToEndPoint()).ConfigureAwait(false);
            ProtocolEntry entry = new(protocol, key, present(), address is null ? NoAddress : null, IsFault: false);
            ImmutableInterlocked.Update(ref _entries, static (entries, next) => entries.FindIndex(one => one.Protocol == next.Protocol) is >= 0 and int index ? entries.SetItem(index, next) : entries.Add(next), entry);
            if (address is null) ServerLog.ListensNoMore(logger, protocol, key);
        }
        catch (SocketException e)
        {
            ServerLog.CannotMove(logger, protocol, address.ToString()!, ListenFault.Describe(e), key);
        }
    }

    /// <summary>A protocol's address cannot be had. Throws <see cref="StartException"/> where the user chose it; else it is off, and a warning says so.</summary>
    /// <param name="protocol">The protocol.</param>
    /// <param name="address">The address, for people.</param>
    /// <param name="e">Why.</param>
    /// <param name="key">The key that chooses another one.</param>
    /// <param name="chosenBy">The key that the user set, or null.</param>
    /// <param name="logger">Log.</param>
    internal void SwitchOff(string protocol, string address, SocketException e, string key, string? chosenBy, ILogger logger)
    {
        string fault = ListenFault.Describe(e);
        if (chosenBy is not null) throw new StartException($"{protocol} cannot start: {address} {fault}; set {chosenBy} to choose another address");
        ServerLog.ProtocolOff(logger, protocol, address, fault, key);
        AddFault(protocol, key, $"{address} {fault}");
    }

    private void Say(ProtocolEntry entry) => ImmutableInterlocked.Update(ref _entries, static (entries, next) => entries.Add(next), entry);
}
