namespace Headrace.Transport.Udp;

/// <summary>Datagrams that many receivers get, such as those of a frame. They do not change.</summary>
public interface IDatagramGroup
{
    /// <summary>Adds those from an offset on, as many as the batch takes; returns where the next one begins, or the group's length. The caller holds the group.</summary>
    int Fill(UdpSendBatch batch, int from);
}
