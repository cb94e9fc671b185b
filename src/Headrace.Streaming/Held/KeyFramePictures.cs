using Headrace.Containers.ByteStreams;
using Headrace.Media.Buffers;
using Headrace.Media.Tracks;
using Headrace.Streaming.Streams;
using Headrace.Streaming.Supervision;

namespace Headrace.Streaming.Held;

/// <summary>
/// The newest key frames of streams as JPEG, decoded by ffmpeg unless they are that already: at most <see cref="MaxDecoders"/> at a time, each key frame once for all who ask for it. One picture is kept a stream. Thread-safe.
/// </summary>
/// <param name="program">ffmpeg's name or path.</param>
/// <param name="clock">Time of the limits.</param>
public sealed class KeyFramePictures(string program, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>Programs that decode at the same time; others wait.</summary>
    internal const int MaxDecoders = 2;

    /// <summary>How long one waits for its turn.</summary>
    internal static readonly TimeSpan TurnPatience = TimeSpan.FromSeconds(5);

    /// <summary>How long one decoding may take.</summary>
    internal static readonly TimeSpan DecodePatience = TimeSpan.FromSeconds(10);

    private const int MaxPictureBytes = 32 * 1024 * 1024;

    private readonly SemaphoreSlim _turns = new(MaxDecoders);
    private readonly CancellationTokenSource _ending = new();

    /// <summary>Programs that run now.</summary>
    public int Children => MaxDecoders - _turns.CurrentCount;

    /// <summary>The picture of a stream's newest key frame.</summary>
    public async Task<KeyFramePicture> GetAsync(LiveStream stream, CancellationToken cancellation)
    {
        HeldUnits held = HeldUnits.TakeKeyFrame(stream);
        if (held.Units.Count == 0)
        {
            held.Dispose();
            return KeyFramePicture.Without(KeyFramePictureFault.NoKeyFrame, "there is no key frame");
        }

        AccessUnit unit = held.Units[0];
        DateTime time = stream.Clock.ToUtc(unit.PresentationTime, unit.Track.ClockRate);
        return await stream.PathMemory.Get<LastPicture>().GetAsync(unit.Sequence, held, () => DecodeAsync(held, time, stream.Memory.Of(HeldUnits.MemoryOwner))).WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Ends the programs that run. Nobody asks any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        for (int i = 0; i < MaxDecoders; i++) await _turns.WaitAsync(DecodePatience).ConfigureAwait(false);
        _turns.Dispose();
        _ending.Dispose();
    }

    private async Task<KeyFramePicture> DecodeAsync(HeldUnits held, DateTime time, MemoryAccount account)
    {
        using HeldUnits owned = held;
        AccessUnit unit = held.Units[0];
        if (!ByteStreams.TryFind(unit.Track, out ByteStream? form, out string? reason)) return KeyFramePicture.Without(KeyFramePictureFault.NotCarried, reason);
        if (form.IsJpeg) return new KeyFramePicture(unit.Payload.Span.ToArray(), time, KeyFramePictureFault.None, "");
        if (!await _turns.WaitAsync(TurnPatience).ConfigureAwait(false)) return KeyFramePicture.Without(KeyFramePictureFault.Busy, "too many pictures are being decoded");
        try
        {
            using MediaBufferWriter input = new(MediaBufferPool.Shared, account, unit.Payload.Length + 1024);
            form.Begin(unit.Track, input);
            form.Write(unit, hasSets: true, input);
            MediaBuffer bytes = input.Detach();
            string[] arguments = ["-v", "error", "-f", form.Name, "-i", "pipe:0", "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "4", "-pix_fmt", "yuvj420p", "-f", "image2pipe", "pipe:1"];
            try
            {
                return KeyFramePicture.Of(await ChildFilter.RunAsync(program, arguments, bytes.Memory, MaxPictureBytes, DecodePatience, clock, _ending.Token).ConfigureAwait(false), time);
            }
            finally
            {
                bytes.Release();
            }
        }
        finally
        {
            _turns.Release();
        }
    }
}
