using Headrace.Protocols.Srt;
using Headrace.Streaming.Access;

namespace Headrace.Endpoints.Srt;

/// <summary>What is thought of a caller.</summary>
/// <param name="Rejection">Why it stays out, or <see cref="SrtRejection.None"/>.</param>
/// <param name="Detail">The reason in words; empty where it comes in.</param>
/// <param name="Request">What it wants; null where that could not be read.</param>
/// <param name="Grant">What it was let in by, where rules concern it.</param>
internal sealed record SrtVerdict(SrtRejection Rejection, string Detail, SrtRequest? Request, AccessGrant? Grant = null);
