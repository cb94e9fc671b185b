using Headrace.TestKit.Processes;

namespace Headrace.TestKit.Clips;

/// <summary>Reads burned-in numbers from a program that writes each decoded frame, reduced to its 32 grey values, to standard output.</summary>
public static class BarcodePipe
{
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(60);

    /// <summary>Runs the program until it has written <paramref name="frames"/> frames, then ends it; throws with its words when it ends before, or at the deadline.</summary>
    public static async Task<BarcodeReport> ReadAsync(string program, IEnumerable<string> arguments, int frames, TimeSpan? within = null, CancellationToken cancellation = default)
    {
        int wanted = frames * Barcode.BytesPerFrame;
        await using ClientProcess process = ClientProcess.Start(program, arguments);
        byte[] bytes = await Eventually.Value(() => Read(process, wanted), () => Describe(process), within ?? DefaultDeadline, cancellation).ConfigureAwait(false);
        return new BarcodeReport(Barcode.Decode(bytes.AsSpan(0, wanted)));
    }

    private static byte[]? Read(ClientProcess process, int wanted)
    {
        bool hasEnded = process.HasEnded;
        byte[] bytes = process.OutputBytes;
        if (bytes.Length >= wanted) return bytes;
        return hasEnded ? throw new InvalidOperationException($"It ended early: {Describe(process)}") : null;
    }

    private static string Describe(ClientProcess process) => $"{process} gave {process.OutputBytes.Length / Barcode.BytesPerFrame} frames. {process.Errors}";
}
