namespace Headrace.Protocols.Rtp.PayloadFormats.Nal;

/// <summary>What the parts of a packet have in common while it is taken apart.</summary>
internal readonly ref struct NalPacket(uint timestamp, IRtpUnitSink sink)
{
    /// <summary>Its timestamp.</summary>
    public uint Timestamp { get; } = timestamp;

    /// <summary>Where units go.</summary>
    public IRtpUnitSink Sink { get; } = sink;
}
