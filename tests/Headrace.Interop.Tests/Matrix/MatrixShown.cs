using Headrace.TestKit.Clips;

namespace Headrace.Interop.Tests.Matrix;

/// <summary>What a program made of what it read.</summary>
/// <param name="Pictures">The pictures that it decoded.</param>
/// <param name="SoundSeconds">How much sound it decoded, or got, beside them; null where it does not say.</param>
internal sealed record MatrixShown(BarcodeReport Pictures, double? SoundSeconds = null);
