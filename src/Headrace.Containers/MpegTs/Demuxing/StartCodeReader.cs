using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Bits;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;

namespace Headrace.Containers.MpegTs.Demuxing;

/// <summary>
/// Reads pictures whose parts begin with start codes: H.264, H.265, MPEG-2 video. Where units begin is for the codec's assembler to say, so that streams without delimiters,
/// with several units in a PES packet and with one unit over several are read alike. What ends with the packet is handed on with it where the stream begins a unit with each
/// packet (<see cref="AlignmentWatch"/>), else with the next one.
/// </summary>
/// <param name="assembler">Makes units of parts; owned.</param>
/// <param name="options">Where a part is kept that may go on in the next packet.</param>
/// <param name="keepsZeros">True where zeros before a start code may belong to the part before it.</param>
internal sealed class StartCodeReader(UnitAssembler assembler, UnitAssemblerOptions options, bool keepsZeros = false) : ElementaryStreamReader
{
    private const int StartCodeLength = 3;

    private readonly MediaBufferWriter _rest = new(options.Pool, options.Account, 4096);
    private UnitClock _clock;
    private AlignmentWatch _alignment;
    private DamageHold _hold;
    private TsUnitTime? _time;
    private TsUnitTime? _restTime;
    private MonotonicTime _arrival;
    private MonotonicTime _restArrival;
    private long _tooLarge;
    private bool _isDamaged;
    private bool _isPacketIncomplete;

    /// <inheritdoc/>
    public override UnitFaults Faults => assembler.Faults + new UnitFaults(0, _tooLarge, 0, 0);

    /// <inheritdoc/>
    public override void Add(in PesPacket packet, MonotonicTime arrival, ITsUnitSink sink)
    {
        if (packet.IsDamaged)
        {
            // The end of what is held may be among what is missing.
            _isDamaged |= packet.IsIncomplete || _rest.Length > 0 || !assembler.IsEmpty;
            Flush(sink);
            _isDamaged = true;
        }

        _isPacketIncomplete = packet.IsIncomplete;
        if (_rest.Length + packet.Payload.Length > Math.Min(options.MaxUnitBytes + TsReader.MaxPesLength, MediaBufferPool.MaxLength) || _rest.Length > options.MaxUnitBytes)
        {
            _tooLarge++;
            _rest.Dispose();
            _isDamaged = true;
        }

        int begun = _rest.Length;
        if (begun > 0) _rest.Write(packet.Payload);
        ReadOnlySpan<byte> bytes = begun > 0 ? _rest.Written : packet.Payload;
        int kept = Read(bytes, begun, packet, arrival, sink);
        Keep(bytes[kept..], begun > 0);
        _restArrival = arrival;
        if (_alignment.Holds && !assembler.AwaitsSecondField) Complete(sink);
        _isPacketIncomplete = false;
    }

    /// <inheritdoc/>
    public override void Flush(ITsUnitSink sink)
    {
        if (_rest.Length > 0)
        {
            ReadOnlySpan<byte> part = Trim(_rest.Written[StartCodeLength..]);
            Take(part, ref _restTime, _restArrival, sink);
            _rest.Truncate(0);
        }

        Complete(sink);
        _isDamaged |= _hold.Resolve(null, sink);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _rest.Dispose();
        _hold.Release();
        assembler.Dispose();
    }

    /// <summary>Reads the parts; gives where the one begins that may go on in the next packet.</summary>
    /// <param name="bytes">What was kept, and the packet's payload.</param>
    /// <param name="begun">Where the payload begins.</param>
    /// <param name="packet">The packet.</param>
    /// <param name="arrival">When it came.</param>
    /// <param name="sink">Takes units.</param>
    private int Read(ReadOnlySpan<byte> bytes, int begun, in PesPacket packet, MonotonicTime arrival, ITsUnitSink sink)
    {
        TsUnitTime? time = TsUnitTime.Of(packet);
        bool isFirst = time is not null && AnnexB.StartsWithStartCode(packet.Payload);
        if (!isFirst && !_alignment.Note(false)) _isDamaged = true;
        int at = AnnexB.IndexOfStartCode(bytes);
        if (at < 0) return bytes.Length;
        while (true)
        {
            int begin = at + StartCodeLength;
            int length = AnnexB.IndexOfStartCode(bytes[begin..]);
            ReadOnlySpan<byte> part = length < 0 ? bytes[begin..] : bytes.Slice(begin, length);
            if (at >= begun && isFirst)
            {
                isFirst = false;
                Align(part);
            }

            if (length < 0 && !_alignment.Holds)
            {
                if (at >= begun) _restTime = time;
                return at;
            }

            part = Trim(part);
            if (at < begun) Take(part, ref _restTime, begin + part.Length <= begun ? _restArrival : arrival, sink);
            else Take(part, ref time, arrival, sink);
            if (length < 0) return bytes.Length;
            at = begin + length;
        }
    }

    /// <summary>Looks at the part that a packet begins with.</summary>
    private void Align(ReadOnlySpan<byte> part)
    {
        bool beginsUnit = !part.IsEmpty && (assembler.IsEmpty || assembler.AwaitsSecondField || assembler.BeginsNext(part));
        if (!_alignment.Note(beginsUnit)) _isDamaged = true;
    }

    private bool BeginsUnit(ReadOnlySpan<byte> part) => !assembler.IsEmpty && assembler.BeginsNext(part);

    /// <summary>Takes a part.</summary>
    /// <param name="part">The part.</param>
    /// <param name="time">Time of the packet that it begins in, until a unit has it: the first one that begins there.</param>
    /// <param name="arrival">When its last byte came.</param>
    /// <param name="sink">Takes the unit before it, where it begins the next one.</param>
    private void Take(ReadOnlySpan<byte> part, ref TsUnitTime? time, MonotonicTime arrival, ITsUnitSink sink)
    {
        if (part.IsEmpty) return;
        if (BeginsUnit(part)) Complete(sink);
        if (assembler.IsEmpty)
        {
            _isDamaged |= _hold.Resolve(time, sink);
            _hold.Note(time);
            _clock.Begin(time);
            time = null;
            _time = _clock.Take();
        }

        _arrival = arrival;
        assembler.Add(part);
    }

    private void Complete(ITsUnitSink sink)
    {
        if (assembler.IsEmpty) return;
        bool isDamaged = _isDamaged;
        if (!assembler.TryComplete(isDamaged, out AssembledUnit unit)) return;
        _isDamaged = _isPacketIncomplete;
        _clock.Pass(unit);

        if (isDamaged && unit.IsDisposable && _time is { } held)
        {
            _hold.Hold(held, _arrival, unit, spills: _isDamaged);
            _isDamaged = false;
            return;
        }

        // Of what is missing nobody knows whether others refer to it.
        if (isDamaged) unit = unit with { IsDisposable = false };
        if (_time is { } time) sink.OnUnit(time, _arrival, unit);
        else unit.Payload.Release();
    }

    private void Keep(ReadOnlySpan<byte> part, bool isHeld)
    {
        if (isHeld)
        {
            part.CopyTo(_rest.Written);
            _rest.Truncate(part.Length);
        }
        else if (!part.IsEmpty)
        {
            _rest.Write(part);
        }
    }

    private ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> part) => keepsZeros ? part : part.TrimEnd((byte)0);
}
