namespace Headrace.Protocols.Rtmp;

/// <summary>Takes the messages that carry media, in their order, on the thread that reads.</summary>
public interface IRtmpMediaSink
{
    /// <summary>
    /// Audio, video, or data. Of data the payload begins with the name of what it says (<c>onMetaData</c>) in AMF0, whichever message it came in; aggregates come as
    /// what is in them.
    /// </summary>
    void OnMedia(in RtmpMessage message);
}
