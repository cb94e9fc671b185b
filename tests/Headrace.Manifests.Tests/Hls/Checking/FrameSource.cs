using Headrace.Manifests.Hls.Planning;
using Headrace.Media.Timing;

namespace Headrace.Manifests.Tests.Hls.Checking;

/// <summary>The frames of one track: their decode times, as a grid or as steps that vary, and where random access points are.</summary>
internal sealed class FrameSource
{
    private readonly FrameInterval _frame;
    private readonly int _gridPerSecond;
    private readonly int _framesPerGop;
    private readonly int _longestStepMs;
    private long _index;
    private long _base;
    private long _variableTime;

    private FrameSource(FrameInterval frame, int clockRate, int gridPerSecond, int framesPerGop, int bytesPerFrame, int longestStepMs = 0)
    {
        (_frame, ClockRate, _gridPerSecond, _framesPerGop, BytesPerFrame, _longestStepMs) = (frame, clockRate, gridPerSecond, framesPerGop, bytesPerFrame, longestStepMs);
    }

    public int ClockRate { get; }

    public int BytesPerFrame { get; }

    /// <summary>Decode time of the next frame, in units of the clock.</summary>
    public long DecodeTime => _base + TimeOf(_index);

    /// <summary>The same as a time.</summary>
    public TimeSpan Time => Timebase.ToTimeSpan(DecodeTime, ClockRate);

    /// <summary>The shortest frame that there may be.</summary>
    public TimeSpan Shortest => _longestStepMs > 0 ? TimeSpan.FromMilliseconds(1) : _frame.Times(1);

    public bool IsAtRandomAccess => _index % _framesPerGop == 0;

    /// <summary>Video with a clock of 90 kHz and a random access point each <paramref name="gop"/>.</summary>
    public static FrameSource Video(int units, int perSecond, TimeSpan gop, int gridPerSecond = 90_000)
    {
        FrameInterval frame = new(units, perSecond);
        return new FrameSource(frame, 90_000, gridPerSecond, (int)frame.CountNearest(gop), 300_000 * units / perSecond);
    }

    /// <summary>Video whose frames last 10 ms to <paramref name="longestStepMs"/>.</summary>
    public static FrameSource VariableVideo(int longestStepMs, int framesPerGop) =>
        new(new FrameInterval(1, 30), 90_000, 90_000, framesPerGop, 9000, longestStepMs);

    /// <summary>AAC: each frame is a random access point.</summary>
    public static FrameSource Aac(int sampleRate) => new(new FrameInterval(1024, sampleRate), sampleRate, sampleRate, 1, 300);

    public PartPlan Plan(TimeSpan partDuration) => _longestStepMs > 0
        ? PartPlan.ForVariableRate(TimeSpan.FromMilliseconds(_longestStepMs), partDuration)
        : PartPlan.ForFixedRate(_frame, partDuration);

    /// <summary>The frames of the next part, which ends at the latest at <paramref name="until"/> and before the next random access point of a video.</summary>
    public (int Frames, TimeSpan Duration, bool HasRandomAccess) PeekPart(PartPlan plan, TimeSpan until)
    {
        int frames = 1;
        while (Timebase.ToTimeSpan(_base + TimeOf(_index + frames + 1), ClockRate) <= until
            && (_framesPerGop == 1 || (_index + frames) % _framesPerGop != 0)
            && !plan.EndsBefore(frames, Span(0, frames), Span(frames, frames + 1)))
        {
            frames++;
        }

        return (frames, Span(0, frames), IsAtRandomAccess);
    }

    public void Take(int frames)
    {
        if (_longestStepMs > 0) _variableTime = TimeOf(_index + frames);
        _index += frames;
    }

    /// <summary>Goes on at a later time, with a random access point.</summary>
    public void Jump(TimeSpan to)
    {
        long at = Timebase.FromTimeSpan(to, ClockRate);
        _index = (_index + _framesPerGop - 1) / _framesPerGop * _framesPerGop;
        if (_longestStepMs > 0) _variableTime = 0;
        _base = 0;
        _base = at - TimeOf(_index);
    }

    private TimeSpan Span(int from, int to) =>
        Timebase.ToTimeSpan(_base + TimeOf(_index + to), ClockRate) - Timebase.ToTimeSpan(_base + TimeOf(_index + from), ClockRate);

    private long TimeOf(long index)
    {
        if (_longestStepMs == 0)
        {
            return Timebase.Rescale(Timebase.Rescale(index * _frame.Units, _frame.UnitsPerSecond, _gridPerSecond), _gridPerSecond, ClockRate);
        }

        long time = _variableTime;
        for (long i = _index; i < index; i++) time += (10 + i * 7919 % (_longestStepMs - 9)) * 90;
        return time;
    }
}
