using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Framing;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Packets;

namespace Headrace.Protocols.Rtp.PayloadFormats.SyncFrames;

/// <summary>
/// AC-3 and E-AC-3 (RFC 4184, 4.1; RFC 4598, 4.1): one or more whole frames in a packet, or a fragment of one. Frames are cut by what their headers say. One of which a fragment is
/// missing is dropped; holes damage nothing else.
/// </summary>
internal abstract class SyncFrameDepacketizer(UnitAssembler assembler, UnitAssemblerOptions options, FrameSyntax syntax) : RtpDepacketizer(assembler)
{
    private const int UsualFrame = 4096;

    private readonly MediaBufferWriter _fragments = new(options.Pool, options.Account, UsualFrame);
    private int _frameLength;
    private uint _timestamp;

    /// <inheritdoc/>
    public override void Handle(in RtpPacket packet, bool isGapBefore, MonotonicTime arrival, IRtpUnitSink sink)
    {
        if (isGapBefore)
        {
            Drop();
            OnGap(sink);
        }

        ReadOnlySpan<byte> payload = packet.Payload;
        if (payload.IsEmpty) return;
        if (payload.Length <= SyncFramePayload.HeaderLength)
        {
            MalformedHere++;
            return;
        }

        int type = payload[0] & SyncFramePayload.TypeMask;
        payload = payload[SyncFramePayload.HeaderLength..];
        if (type == SyncFramePayload.WholeFrames)
        {
            Drop();
            TakeFrames(payload, packet.Timestamp, arrival, sink);
        }
        else
        {
            TakeFragment(payload, BeginsFrame(type), packet.Timestamp, arrival, sink);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _fragments.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Whether a fragment of a type begins a frame; null where the type does not say it.</summary>
    protected abstract bool? BeginsFrame(int type);

    /// <summary>Takes a whole frame.</summary>
    protected abstract void TakeFrame(ReadOnlySpan<byte> frame, uint timestamp, MonotonicTime arrival, IRtpUnitSink sink);

    /// <summary>Packets were lost.</summary>
    protected virtual void OnGap(IRtpUnitSink sink)
    {
    }

    private void TakeFrames(ReadOnlySpan<byte> payload, uint timestamp, MonotonicTime arrival, IRtpUnitSink sink)
    {
        while (!payload.IsEmpty)
        {
            if (!syntax.TryMeasure(payload, out FrameMeasure measure) || measure.Length > payload.Length)
            {
                MalformedHere++;
                return;
            }

            TakeFrame(payload[..measure.Length], timestamp, arrival, sink);
            payload = payload[measure.Length..];
            timestamp = unchecked(timestamp + (uint)measure.Samples);
        }
    }

    private void TakeFragment(ReadOnlySpan<byte> fragment, bool? begins, uint timestamp, MonotonicTime arrival, IRtpUnitSink sink)
    {
        if (_fragments.Length > 0 && (begins is true || timestamp != _timestamp)) Drop();
        if (_fragments.Length == 0)
        {
            // The rest of a frame whose beginning was lost says nothing new.
            if (begins is false) return;
            if (!syntax.TryMeasure(fragment, out FrameMeasure measure))
            {
                if (begins is true) MalformedHere++;
                return;
            }

            (_frameLength, _timestamp) = (measure.Length, timestamp);
        }

        if (fragment.Length > _frameLength - _fragments.Length)
        {
            MalformedHere++;
            _fragments.Truncate(0);
            return;
        }

        _fragments.Write(fragment);
        if (_fragments.Length < _frameLength) return;
        TakeFrame(_fragments.Written, _timestamp, arrival, sink);
        _fragments.Truncate(0);
    }

    private void Drop()
    {
        if (_fragments.Length == 0) return;
        MalformedHere++;
        _fragments.Truncate(0);
    }
}
