using Headrace.Streaming.Sessions;

namespace Headrace.Streaming.Branches;

/// <summary>For whom a cursor reads: a viewer's session, or all that one sender serves. Called on the thread that reads.</summary>
public interface ICursorOwner
{
    /// <summary>The protocol that takes the packets, as sessions have it: delays are counted by it.</summary>
    string Protocol { get; }

    /// <summary>The cursor fell behind and goes on at a later key frame.</summary>
    void OnSkip(in CursorSkip skip);

    /// <summary>There is nothing more to read, or it fell behind too often.</summary>
    void End(SessionEndReason reason);
}
