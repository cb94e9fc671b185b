namespace Headrace.Server.Configuration.Options;

/// <summary>Where a stream's media comes from.</summary>
internal enum StreamSourceKind
{
    /// <summary>Someone publishes it.</summary>
    Publisher,

    /// <summary>The built-in test picture and tone.</summary>
    Test,

    /// <summary>What an ffmpeg makes by the user's arguments.</summary>
    Ffmpeg,

    /// <summary>What comes to a UDP port, or to a group.</summary>
    Udp,

    /// <summary>A camera or another server, asked over RTSP.</summary>
    Rtsp,

    /// <summary>Another server, over RTMP.</summary>
    Rtmp,

    /// <summary>An encoder or another server, over SRT.</summary>
    Srt,

    /// <summary>A playlist of HLS of another server.</summary>
    Hls,

    /// <summary>MPEG-TS, FLV or MP4 of a web server.</summary>
    Http,

    /// <summary>A file, again and again.</summary>
    File,
}
