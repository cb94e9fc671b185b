using Headrace.Streaming.Sessions;

namespace Headrace.Endpoints.Rtsp;

/// <summary>For whom a cursor reads: a viewer's session, or all that one sender serves. Called on the pump's thread.</summary>
internal interface IRtspCursorOwner
{
    /// <summary>The cursor fell behind and goes on at a later key frame.</summary>
    void OnSkip(in ViewerSkip skip);

    /// <summary>There is nothing more to read, or it fell behind too often.</summary>
    void End(SessionEndReason reason);
}
