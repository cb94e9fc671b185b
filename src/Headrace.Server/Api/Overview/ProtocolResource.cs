using Headrace.Server.Hosting;

namespace Headrace.Server.Api.Overview;

/// <summary>A protocol at one address.</summary>
/// <param name="Name">Its name: <c>RTSP</c>, <c>SRT</c>, ….</param>
/// <param name="State"><c>on</c>; <c>off</c> where it was told to be; <c>fault</c> where its address, or what it needs, cannot be had.</param>
/// <param name="Address">Where it listens, or null.</param>
/// <param name="Port">The port of that, or null.</param>
/// <param name="Reason">Why it does not listen, or null.</param>
/// <param name="Key">The key of the configuration that decides that.</param>
internal sealed record ProtocolResource(string Name, string State, string? Address, int? Port, string? Reason, string Key)
{
    internal static ProtocolResource Of(ProtocolEntry entry) => new(
        entry.Protocol, entry.Address is not null ? "on" : entry.IsFault ? "fault" : "off", entry.Address?.ToString(), entry.Address?.Port, entry.Reason, entry.Key);
}
