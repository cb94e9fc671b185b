using Headrace.Containers.Mp4.Reading;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;

namespace Headrace.Endpoints.Files;

/// <summary>Reads an MP4 file, in the order of its units' times.</summary>
internal sealed class Mp4FilePass : IMediaPass
{
    private const int UnitsAStep = 16;

    private readonly FileBytes _bytes;
    private readonly Mp4File _file;
    private readonly IMediaUnitSink _sink;
    private string? _fault;

    private Mp4FilePass(FileBytes bytes, Mp4File file, IMediaUnitSink sink) => (_bytes, _file, _sink) = (bytes, file, sink);

    /// <inheritdoc/>
    public string? Fault => _fault ?? _file.Fault;

    /// <summary>Begins. Null, and why, where the file cannot be read; the bytes are closed then.</summary>
    public static Mp4FilePass? Open(FileBytes bytes, IMediaUnitSink sink, out string? fault)
    {
        if (!Mp4File.TryOpen(bytes, MediaBufferPool.Shared, out Mp4File? file, out fault)) return null;
        foreach (Mp4Omission omission in file.Omitted) sink.OnOmitted($"track {omission.TrackId} ({omission.SampleEntry}): {omission.Reason}");
        if (sink.TryBegin([.. file.Tracks.Select(Mp4UnitFeed.Announce)], out MemoryAccount? account)) file.Account = account;
        return new Mp4FilePass(bytes, file, sink);
    }

    /// <inheritdoc/>
    public ValueTask<bool> StepAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            for (int i = 0; i < UnitsAStep; i++)
            {
                if (!_file.TryRead(out int track, out Mp4UnitTime time, out long duration, out AssembledUnit unit)) return ValueTask.FromResult(false);
                _sink.OnUnit(new MediaUnit(track, time.Presentation, time.Decode, duration, unit));
            }

            return ValueTask.FromResult(true);
        }
        catch (IOException e)
        {
            _fault = $"it cannot be read any further: {e.Message}";
            return ValueTask.FromResult(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _bytes.Dispose();
    }
}
