using System.Buffers.Binary;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.MpegAudio;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Packets;

namespace Headrace.Protocols.Rtp.PayloadFormats.MpegAudio;

/// <summary>
/// RFC 2250, 3.5: one or more whole frames in a packet, or a fragment of one. A frame of which a fragment is missing is dropped; holes damage nothing else.
/// </summary>
internal sealed class MpegAudioDepacketizer(UnitAssembler assembler, UnitAssemblerOptions options, int clockRate) : RtpDepacketizer(assembler)
{
    private readonly MediaBufferWriter _fragments = new(options.Pool, options.Account, MpegAudioHeader.MaxFrameLength);
    private int _frameLength;
    private uint _timestamp;

    /// <inheritdoc/>
    public override void Handle(in RtpPacket packet, bool isGapBefore, MonotonicTime arrival, IRtpUnitSink sink)
    {
        if (isGapBefore) Drop();
        ReadOnlySpan<byte> payload = packet.Payload;
        if (payload.IsEmpty) return;
        if (payload.Length <= MpegAudioPayload.HeaderLength)
        {
            MalformedHere++;
            return;
        }

        int offset = BinaryPrimitives.ReadUInt16BigEndian(payload[MpegAudioPayload.OffsetAt..]);
        payload = payload[MpegAudioPayload.HeaderLength..];
        if (offset > 0)
        {
            Continue(payload, offset, arrival, sink);
            return;
        }

        Drop();
        TakeFrames(payload, packet.Timestamp, arrival, sink);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _fragments.Dispose();
        base.Dispose(disposing);
    }

    private void TakeFrames(ReadOnlySpan<byte> payload, uint timestamp, MonotonicTime arrival, IRtpUnitSink sink)
    {
        long samples = 0;
        while (!payload.IsEmpty)
        {
            if (!MpegAudioHeader.TryRead(payload, out MpegAudioHeader header, out _))
            {
                MalformedHere++;
                return;
            }

            uint at = unchecked(timestamp + (uint)Timebase.Rescale(samples, header.SampleRate, clockRate));
            if (header.FrameLength > payload.Length)
            {
                (_timestamp, _frameLength) = (at, header.FrameLength);
                _fragments.Write(payload);
                return;
            }

            Emit(payload[..header.FrameLength], at, arrival, sink);
            payload = payload[header.FrameLength..];
            samples += header.SamplesPerFrame;
        }
    }

    private void Continue(ReadOnlySpan<byte> fragment, int offset, MonotonicTime arrival, IRtpUnitSink sink)
    {
        int collected = _fragments.Length;
        if (collected == 0 || collected != offset || fragment.Length > _frameLength - collected)
        {
            // The rest of a frame whose beginning was lost says nothing new.
            if (collected > 0) Drop();
            return;
        }

        _fragments.Write(fragment);
        if (_fragments.Length < _frameLength) return;
        Emit(_fragments.Written, _timestamp, arrival, sink);
        _fragments.Truncate(0);
    }

    private void Drop()
    {
        if (_fragments.Length == 0) return;
        MalformedHere++;
        _fragments.Truncate(0);
    }

    private void Emit(ReadOnlySpan<byte> frame, uint timestamp, MonotonicTime arrival, IRtpUnitSink sink)
    {
        Assembler.Add(frame);
        if (Assembler.TryComplete(false, out AssembledUnit unit)) sink.OnUnit(timestamp, arrival, unit);
    }
}
