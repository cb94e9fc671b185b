namespace Headrace.Protocols.Rtmp.Tests;

/// <summary>Keeps what media came, as text.</summary>
internal sealed class MediaLog : IRtmpMediaSink
{
    public List<string> Messages { get; } = [];

    public void OnMedia(in RtmpMessage message) => Messages.Add($"{message.Type} {message.Timestamp} {Convert.ToHexString(message.Payload)}");
}
