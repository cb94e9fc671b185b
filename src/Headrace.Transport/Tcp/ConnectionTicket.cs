namespace Headrace.Transport.Tcp;

/// <summary>A connection's place among those that are open. Disposed when it ends; thread-safe, idempotent.</summary>
public sealed class ConnectionTicket : IDisposable
{
    private readonly ConnectionAdmission _admission;

    internal ConnectionTicket(ConnectionAdmission admission, Action onEvicted)
    {
        _admission = admission;
        OnEvicted = onEvicted;
        Node = new LinkedListNode<ConnectionTicket>(this);
    }

    internal Action OnEvicted { get; }

    /// <summary>Its place among those that may be sent away. Under the admission's lock.</summary>
    internal LinkedListNode<ConnectionTicket> Node { get; }

    /// <summary>True once it has been counted out. Under the admission's lock.</summary>
    internal bool HasLeft { get; set; }

    /// <summary>Says that the peer has shown what it came for: it is not sent away for newer ones.</summary>
    public void Establish() => _admission.Establish(this);

    /// <inheritdoc/>
    public void Dispose() => _admission.Leave(this);
}
