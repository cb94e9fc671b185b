namespace Headrace.TestKit.Clips;

/// <summary>One line of ffmpeg's framemd5: a packet of a track, its times in the track's time base, its size in bytes and the hash of its bytes.</summary>
public sealed record FrameHash(int Track, long DecodeTime, long PresentationTime, long Duration, int Size, string Hash);
