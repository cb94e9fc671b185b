using Headrace.Endpoints.Connections;
using Headrace.Endpoints.Forwarding;
using Headrace.Media.Timing;
using Headrace.Protocols.Srt;
using Headrace.Streaming.Carriers;
using Headrace.Streaming.Forwarding;
using Headrace.Transport.Srt;

namespace Headrace.Endpoints.Srt.Push;

/// <summary>The target <c>srt:</c>: another server, or whoever listens.</summary>
internal sealed class SrtForwardTarget(SrtLocation location, ForwardContext context) : IForwardTarget
{
    private static readonly TimeSpan HousekeepingInterval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public string Description => location.ToString();

    /// <inheritdoc/>
    public string Protocol => "srt";

    /// <inheritdoc/>
    public async Task<ForwardEnd> RunAsync(ForwardRun run, CancellationToken cancellation)
    {
        if (OutputForm.MpegTs.WhyNothing(run.Stream.Tracks) is { } reason) return new ForwardEnd($"codec-not-carried: {reason}");
        if (context.Srt() is not { } poller) return new ForwardEnd($"libsrt is missing; install the package {SrtLibrary.Package}");
        (SrtConnection? connection, SourceFault? fault) = await SrtCaller.ConnectAsync(poller, location, new SrtSocketOptions(), context.Allows, cancellation).ConfigureAwait(false);
        if (connection is null) return new ForwardEnd(fault!.Text);
        SrtForwardSession session = new(run, connection, context.Pumps.Next(), context.Clock);
        context.Sessions.Add(session);
        try
        {
            await using ITimer timer = context.Clock.CreateTimer(_ => session.Measure(), null, HousekeepingInterval, HousekeepingInterval);
            session.Start(MonotonicTime.Now(context.Clock));
            run.Begin(session);
            return await session.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            context.Sessions.Remove(session);
        }
    }
}
