using Headrace.Endpoints.MpegTs;
using Headrace.Media.Timing;
using Headrace.Streaming.Sessions;

namespace Headrace.Endpoints.Files;

/// <summary>A transport stream that comes live.</summary>
internal sealed class TsLiveMedia(TsPublisher publisher) : LiveMedia
{
    /// <inheritdoc/>
    public override bool HasMedia => publisher.HasMedia;

    /// <inheritdoc/>
    public override (SessionEndReason Reason, string Text)? Handle(ReadOnlySpan<byte> bytes, MonotonicTime arrival) => publisher.Handle(bytes, arrival) is { } fault ? (fault.Reason, fault.Text) : null;

    /// <inheritdoc/>
    public override void HandleTimeout(MonotonicTime now) => publisher.HandleTimeout(now);

    /// <inheritdoc/>
    public override bool IsSilent(MonotonicTime now, TimeSpan limit) => publisher.IsSilent(now, limit);

    /// <inheritdoc/>
    public override string WhySilent() => publisher.WhySilent();

    /// <inheritdoc/>
    public override void Dispose() => publisher.Dispose();
}
