namespace Headrace.Interop.Tests.Players;

/// <summary>What a browser client saw. Frames are those that the page presented; numbers are those burned into them.</summary>
public sealed record PlaybackReport
{
    /// <summary>Frames that the page read.</summary>
    public int Frames { get; init; }

    /// <summary>Frames that were shown while the page was too busy to read them.</summary>
    public int MissedCallbacks { get; init; }

    /// <summary>Frames that were never shown, although the player did not seek.</summary>
    public int Skipped { get; init; }

    /// <summary>Frames that the player sought over.</summary>
    public int Jumped { get; init; }

    /// <summary>Frames whose number is that of the one before.</summary>
    public int Repeated { get; init; }

    /// <summary>Frames whose number is less than that of the one before.</summary>
    public int Backwards { get; init; }

    /// <summary>Frames that the browser decoded and dropped because it was late: the machine's doing, not the stream's.</summary>
    public int DroppedFrames { get; init; }

    /// <summary>Frames that the browser decoded, those that it dropped included.</summary>
    public int DecodedFrames { get; init; }

    /// <summary>Number of the first frame that was read; null where there was none.</summary>
    public long? First { get; init; }

    /// <summary>Number of the last frame that was read; null where there was none.</summary>
    public long? Last { get; init; }

    /// <summary>Times that playback ran out of media after its first frame.</summary>
    public int Waiting { get; init; }

    /// <summary>Times that the player jumped after its first frame.</summary>
    public int Seeks { get; init; }

    /// <summary>Places where the numbers do not go on by one, at most 20.</summary>
    public IReadOnlyList<NumberJump> Jumps { get; init; } = [];

    /// <summary>Sizes of the picture in the order seen, such as <c>640x360</c>.</summary>
    public IReadOnlyList<string> Sizes { get; init; } = [];

    /// <summary>Milliseconds from the clock in the picture to its presentation; null unless it was asked for.</summary>
    public PixelLatency? PixelLatencyMs { get; init; }

    /// <summary>Bytes of audio that were decoded.</summary>
    public long? DecodedAudioBytes { get; init; }

    /// <summary>Parts of segments that hls.js loaded.</summary>
    public int Parts { get; init; }

    /// <summary>What a WebSocket was answered with: 101 over HTTP/1.1, 200 over HTTP/2; null where there was none, or nobody looked.</summary>
    public int? WebSocketStatus { get; init; }

    /// <summary>Faults of the media element.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>Fatal errors of the player.</summary>
    public IReadOnlyList<string> ClientErrors { get; init; } = [];

    /// <summary>Errors that the player recovered from.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What the browser's console complained about.</summary>
    public IReadOnlyList<string> Complaints { get; init; } = [];

    /// <summary>State that Headrace's own page shows, such as <c>live</c>.</summary>
    public string? Status { get; init; }

    /// <summary>What Headrace's own page says in the place of a picture.</summary>
    public string? Message { get; init; }

    /// <summary>Figures that Headrace's own page shows, by id.</summary>
    public IReadOnlyDictionary<string, string> Figures { get; init; } = new Dictionary<string, string>();

    /// <summary>Requests of Headrace's own page to other servers.</summary>
    public IReadOnlyList<string> Outside { get; init; } = [];

    /// <summary>The line that the client printed.</summary>
    public string Text { get; init; } = "";

    public override string ToString() => Text;

    /// <summary>
    /// Checks that at least <paramref name="frames"/> were played, in order, and that nothing failed. A browser on a busy machine merges or drops some frames in its compositor;
    /// that every frame reaches a player is shown where programs decode the same stream. One jump is a player's own at its start.
    /// </summary>
    public void AssertPlayed(int frames)
    {
        const double MostMerged = 0.03;
        AssertPlayedWithJumps(frames);
        Assert.True(Skipped <= DroppedFrames + MostMerged * frames, $"frames lost: {this}");
        Assert.True(Seeks <= 1, $"jumps: {this}");
    }

    /// <summary>As <see cref="AssertPlayed"/>, for a player that leaves frames out by itself.</summary>
    public void AssertPlayedWithJumps(int frames)
    {
        Assert.True(Errors.Count == 0 && ClientErrors.Count == 0, $"errors: {this}");
        Assert.True(Frames + MissedCallbacks >= frames, $"too few frames: {this}");
        Assert.True(Backwards == 0, $"frames out of order: {this}");
    }
}
