using System.Collections.Immutable;
using Headrace.Containers.MpegTs.Muxing;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Tests.MpegTs;

/// <summary>A muxer with picture and sound that go on in step.</summary>
internal sealed class TestStream : IDisposable
{
    private readonly TestUnits _units;
    private long _frames;
    private long _sound;

    public TestStream(MediaBufferPool pool, params Track[] tracks)
    {
        _units = new TestUnits(pool);
        Tracks = [.. tracks];
        Output = new MediaBufferWriter(pool);
        Muxer.SetTracks(Tracks);
    }

    public ImmutableArray<Track> Tracks { get; set; }

    public TsMuxer Muxer { get; } = new();

    public MediaBufferWriter Output { get; }

    /// <summary>By how much the sound comes behind the picture.</summary>
    public TimeSpan SoundBehind { get; set; }

    /// <summary>Path time, in ticks of 90 kHz, of the first picture.</summary>
    public long Beginning { get; set; }

    public void Dispose() => Output.Dispose();

    /// <summary>Writes so many seconds, with a random access point each two.</summary>
    public TestStream Run(double seconds, double framesPerSecond)
    {
        long until = _frames + (long)Math.Round(seconds * framesPerSecond);
        for (; _frames < until; _frames++)
        {
            double at = _frames / framesPerSecond;
            foreach (Track track in Tracks)
            {
                if (track.Kind == MediaKind.Video) WritePicture(track, at, _frames % (long)Math.Max(framesPerSecond * 2, 1) == 0);
                else if (track.Kind == MediaKind.Audio) WriteSound(track, at);
            }
        }

        return this;
    }

    private void WritePicture(Track track, double at, bool isPoint)
    {
        AccessUnit unit = _units.Picture(track, Beginning + (long)Math.Round(at * 90_000), isPoint, offset: 6000, sizes: isPoint ? [30_000] : [3000]);
        Assert.True(Muxer.TryWrite(unit, Output));
        unit.Release();
    }

    private void WriteSound(Track track, double until)
    {
        long beginning = Timebase.Rescale(Beginning, 90_000, track.ClockRate);
        for (; (double)_sound / track.ClockRate < until - SoundBehind.TotalSeconds; _sound += 1024)
        {
            AccessUnit unit = _units.Sound(track, beginning + _sound, isJoinPoint: Tracks.Length == 1 && _sound % (1024 * 47) == 0);
            Assert.True(Muxer.TryWrite(unit, Output));
            unit.Release();
        }
    }
}
