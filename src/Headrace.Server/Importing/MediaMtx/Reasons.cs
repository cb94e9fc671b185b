namespace Headrace.Server.Importing.MediaMtx;

/// <summary>Why keys of MediaMTX have no counterpart, and what to do instead: those that several share.</summary>
internal static class Reasons
{
    internal const string NoCommands = "Headrace runs no commands; listen to GET /api/v1/events (stream-started, stream-stopped, viewer-joined, viewer-left) and act on them";
    internal const string NoSourceCommands = "Headrace runs no commands; a stream that ffmpeg makes has source: \"ffmpeg:\" and ffmpegArguments, with sourceOnDemand: true where it shall run for its viewers only";
    internal const string NoRecording = "Headrace does not record yet; hls.directory of a stream keeps its segments as files";
    internal const string NoWebRtc = "Headrace has no WebRTC yet; browsers read LL-HLS";
    internal const string NoMoq = "Headrace has no Media over QUIC";
    internal const string NoCamera = "Headrace does not drive the Raspberry Pi's camera; publish it with rpicam-vid or ffmpeg, or name that under source: \"ffmpeg:\"";
    internal const string NoOtherUsers = "Headrace knows users of its configuration only; name them in auth.users. Until then nobody may publish or read";
    internal const string OffThere = "what it belongs to is switched off in this file";
    internal const string Default = "it is what holds where nobody says anything";
}
