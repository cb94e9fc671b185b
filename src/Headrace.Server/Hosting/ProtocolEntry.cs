using System.Net;

namespace Headrace.Server.Hosting;

/// <summary>What a <see cref="ProtocolTable"/> knows of a protocol at one address.</summary>
/// <param name="Protocol">Its name, as the log has it.</param>
/// <param name="Key">The key that says where it listens.</param>
/// <param name="Address">Where it listens; null where it does not.</param>
/// <param name="Reason">Why it does not; null where it does.</param>
/// <param name="IsFault">True where nobody told it to be off.</param>
internal sealed record ProtocolEntry(string Protocol, string Key, IPEndPoint? Address, string? Reason, bool IsFault);
