namespace Headrace.Transport.Egress;

/// <summary>A reply, and what is sent behind it.</summary>
/// <param name="Bytes">The reply; it may be empty.</param>
/// <param name="Source">What is sent from then on, where <paramref name="SetsSource"/>; null for nothing.</param>
/// <param name="SetsSource">Whether it changes what is sent.</param>
/// <param name="Closes">Whether it is the last.</param>
internal readonly record struct PostedReply(ReadOnlyMemory<byte> Bytes, IEgressSource? Source, bool SetsSource, bool Closes);
