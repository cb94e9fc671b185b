using System.Text;

namespace Headrace.TestKit.Processes;

/// <summary>
/// What a process wrote to one of its pipes, up to <see cref="MaxBytes"/>: reading goes on beyond that, so that the process never blocks, and the older half is dropped.
/// </summary>
internal sealed class OutputCapture
{
    /// <summary>Most bytes kept of one pipe.</summary>
    internal const int MaxBytes = 16 << 20;

    private readonly Lock _gate = new();
    private readonly List<byte> _bytes = [];

    /// <summary>True when bytes were dropped from the start.</summary>
    public bool IsTruncated { get; private set; }

    public byte[] ToArray()
    {
        lock (_gate) return [.. _bytes];
    }

    public string ToText() => Encoding.UTF8.GetString(ToArray());

    public async Task ReadAsync(Stream pipe)
    {
        byte[] chunk = new byte[16 << 10];
        int count;
        while ((count = await pipe.ReadAsync(chunk).ConfigureAwait(false)) > 0) Append(chunk.AsSpan(0, count));
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_bytes.Count + bytes.Length > MaxBytes)
            {
                _bytes.RemoveRange(0, _bytes.Count / 2);
                IsTruncated = true;
            }
            _bytes.AddRange(bytes);
        }
    }
}
