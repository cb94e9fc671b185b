namespace Headrace.TestKit.Cameras;

/// <summary>A request as a camera reads it.</summary>
public sealed record CameraRequest(string Method, string Uri, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The sequence number.</summary>
    public string Number => Headers["CSeq"];
}
