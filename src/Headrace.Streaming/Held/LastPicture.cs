namespace Headrace.Streaming.Held;

/// <summary>The last picture of a stream, or its decoding while that runs. Thread-safe.</summary>
internal sealed class LastPicture
{
    private readonly Lock _gate = new();
    private long _sequence = -1;
    private Task<KeyFramePicture>? _picture;

    /// <summary>The picture of a key frame, decoded unless it has been, or is just being. One that failed is tried anew.</summary>
    /// <param name="sequence">Number of the key frame.</param>
    /// <param name="held">The key frame; given back when it is not decoded now.</param>
    /// <param name="decode">Decodes it, and gives it back.</param>
    public Task<KeyFramePicture> GetAsync(long sequence, HeldUnits held, Func<Task<KeyFramePicture>> decode)
    {
        lock (_gate)
        {
            if (_picture is not null && _sequence == sequence && (!_picture.IsCompleted || (_picture.IsCompletedSuccessfully && _picture.Result.Jpeg is not null)))
            {
                held.Dispose();
                return _picture;
            }

            _sequence = sequence;
            return _picture = Task.Run(decode);
        }
    }
}
