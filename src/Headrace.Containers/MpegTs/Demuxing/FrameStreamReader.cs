using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Framing;
using Headrace.Media.Timing;

namespace Headrace.Containers.MpegTs.Demuxing;

/// <summary>
/// Reads sound whose frames stand one behind the other and tell their own length: ADTS, MPEG audio, AC-3. Frames may go over PES packets; a frame in the middle of one has
/// the time that the frames before it leave. What is no frame is passed over, and the next one is believed when another one stands behind it.
/// </summary>
/// <param name="syntax">What a frame looks like.</param>
/// <param name="options">Where the rest of a frame is kept.</param>
internal abstract class FrameStreamReader(FrameSyntax syntax, UnitAssemblerOptions options) : ElementaryStreamReader
{
    /// <summary>Greatest length of a frame, in bytes: what is kept of one that goes on in the next packet.</summary>
    public const int MaxFrameLength = 64 * 1024;

    private readonly MediaBufferWriter _rest = new(options.Pool, options.Account, 4096);
    private UnitClock _clock;
    private long _malformed;
    private bool _isLost = true;

    /// <inheritdoc/>
    public override UnitFaults Faults => new(_malformed, 0, 0, 0);

    /// <inheritdoc/>
    public sealed override void Add(in PesPacket packet, MonotonicTime arrival, ITsUnitSink sink)
    {
        if (packet.IsDamaged || packet.IsDiscontinuity) Lose();
        if (_rest.Length == 0)
        {
            _clock.Begin(packet);
            Keep(Read(packet.Payload, arrival, packet.IsIncomplete, sink));
            return;
        }

        // The packet's time is that of the first frame that begins in it, not of the one that ends in it.
        int before = _rest.Length;
        _rest.Write(packet.Payload);
        ReadOnlySpan<byte> all = _rest.Written;
        int ended = 0;
        bool isFrame = syntax.TryMeasure(all, out FrameMeasure measure);
        int length = measure.Length;
        if (isFrame && length > all.Length && !packet.IsIncomplete)
        {
            Bound();
            return;
        }

        if (isFrame && length >= before && length <= all.Length)
        {
            Take(all[..length], measure, arrival, sink);
            ended = length;
        }

        _clock.Begin(packet);
        ReadOnlySpan<byte> left = Read(all[ended..], arrival, packet.IsIncomplete, sink);
        int kept = left.Length;
        all[^kept..].CopyTo(_rest.Written);
        _rest.Truncate(kept);
        Bound();
    }

    /// <inheritdoc/>
    public override void Flush(ITsUnitSink sink) => Lose();

    /// <summary>Takes a whole frame. Each unit that it makes goes to <see cref="Emit"/>.</summary>
    protected abstract void TakeFrame(ReadOnlySpan<byte> frame, MonotonicTime arrival, ITsUnitSink sink);

    /// <summary>How long a frame that was taken lasts, as samples and their rate: as its header says, unless more is known of it.</summary>
    protected virtual (int Samples, int SampleRate) DurationOf(in FrameMeasure measure) => (measure.Samples, measure.SampleRate);

    /// <summary>The time of the frame that is being taken; null where none is known.</summary>
    protected TsUnitTime? FrameTime { get; private set; }

    /// <summary>Bytes were lost: what a unit lacks whose frames are not all here does not come.</summary>
    protected virtual void OnLost()
    {
    }

    /// <summary>Hands on a unit with the time of its first frame; one without a time is dropped.</summary>
    protected static void Emit(in AssembledUnit unit, TsUnitTime? time, MonotonicTime arrival, ITsUnitSink sink)
    {
        if (time is { } known) sink.OnUnit(known, arrival, unit);
        else unit.Payload.Release();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _rest.Dispose();

    /// <summary>Reads frames; what is left begins one that is not whole.</summary>
    private ReadOnlySpan<byte> Read(ReadOnlySpan<byte> bytes, MonotonicTime arrival, bool isIncomplete, ITsUnitSink sink)
    {
        while (!bytes.IsEmpty)
        {
            if (bytes.Length < syntax.HeaderLength) return bytes;
            bool isFrame = syntax.TryMeasure(bytes, out FrameMeasure measure);
            int length = measure.Length;
            if (isFrame && length <= bytes.Length && (!(_isLost || isIncomplete) || IsBelieved(bytes, length)))
            {
                _isLost = false;
                Take(bytes[..length], measure, arrival, sink);
                bytes = bytes[length..];
            }
            else if (isFrame && length > bytes.Length && !isIncomplete)
            {
                return bytes;
            }
            else
            {
                if (!_isLost) _malformed++;
                _isLost = true;
                bytes = bytes[1..];
            }
        }

        return bytes;
    }

    private bool IsBelieved(ReadOnlySpan<byte> frame, int length)
    {
        ReadOnlySpan<byte> next = frame[length..];
        return next.Length < syntax.HeaderLength || (syntax.TryMeasure(next, out _) && syntax.BelongTogether(frame, next));
    }

    private void Take(ReadOnlySpan<byte> frame, in FrameMeasure measure, MonotonicTime arrival, ITsUnitSink sink)
    {
        FrameTime = _clock.Take();
        TakeFrame(frame, arrival, sink);
        (int samples, int rate) = DurationOf(measure);
        if (samples > 0) _clock.Pass(samples, rate);
    }

    private void Keep(ReadOnlySpan<byte> left)
    {
        if (left.IsEmpty) return;
        _rest.Write(left);
        Bound();
    }

    private void Bound()
    {
        if (_rest.Length <= MaxFrameLength) return;
        _malformed++;
        Lose();
    }

    private void Lose()
    {
        _rest.Dispose();
        _clock.Lose();
        _isLost = true;
        OnLost();
    }
}
