namespace Headrace.Transport.Egress;

/// <summary>Why an egress stopped on its own account.</summary>
public enum EgressFault
{
    /// <summary>The peer closed or reset the connection.</summary>
    PeerGone,

    /// <summary>The peer asked for more replies than it read.</summary>
    RepliesNotRead,

    /// <summary>The source threw, which is a defect of ours; the pump has reported it.</summary>
    SourceFailed,
}
