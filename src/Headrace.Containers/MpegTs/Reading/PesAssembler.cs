using System.Buffers.Binary;
using Headrace.Containers.MpegTs.Muxing;
using Headrace.Media.Buffers;

namespace Headrace.Containers.MpegTs.Reading;

/// <summary>
/// Puts the PES packets of one stream together. One with a length ends with its last byte; one without where the next begins, or with the packet that is stuffed
/// where a stream has shown that it stuffs no other (<see cref="StuffingWatch"/>). Holds at most one.
/// </summary>
internal sealed class PesAssembler(TsProgramStream stream, PesBudget budget) : IDisposable
{
    private const int FirstCapacity = 4096;
    private MediaBufferWriter? _bytes;
    private MemoryAccount? _account;
    private StuffingWatch _stuffing;
    private int _wanted;
    private int _last;
    private int _charged;
    private bool _isOpen;
    private bool _isRandomAccess;
    private bool _isDiscontinuity;
    private bool _isAfterLoss;
    private bool _isIncomplete;
    private bool _endedEarly;

    public TsProgramStream Stream { get; set; } = stream;

    /// <summary>Packets of the stream are missing.</summary>
    public void NoteLoss()
    {
        if (_isOpen) _isIncomplete = true;
        else _isAfterLoss = true;
    }

    /// <summary>Takes the payload of a packet.</summary>
    public void Add(ReadOnlySpan<byte> payload, in TsPacketHeader header, ITsReaderSink sink)
    {
        if (header.IsUnitStart)
        {
            Complete(sink);
            Begin(header);
        }

        if (!_isOpen)
        {
            if (_endedEarly) FailPrediction();
            return;
        }

        if (!TryAppend(payload))
        {
            sink.OnFault(TsFault.PesTooLong, Stream.Pid);
            Drop();
            _isAfterLoss = true;
            return;
        }

        if (_wanted == 0 && _bytes!.Length >= PesHeader.PrefixLength) ReadLength();
        if (_wanted < 0)
        {
            _stuffing.Add(header.IsStuffed);
            if (!header.IsStuffed || _isIncomplete || !_stuffing.Holds) return;
            _endedEarly = true;
        }
        else if (_wanted == 0 || _bytes!.Length < _wanted)
        {
            return;
        }
        else if (_bytes.Length > _wanted)
        {
            sink.OnFault(TsFault.PesLength, Stream.Pid);
            _bytes.Truncate(_wanted);
        }

        Emit(sink);
    }

    /// <summary>Ends what is open: the next one begins, or nothing comes any more.</summary>
    public void Complete(ITsReaderSink sink)
    {
        if (!_isOpen) return;
        if (_wanted > 0 || _bytes!.Length < PesHeader.FixedLength)
        {
            sink.OnFault(TsFault.PesLength, Stream.Pid);
            _isIncomplete = true;
        }

        Emit(sink);
    }

    /// <summary>Forgets what is open and gives its memory back; it can go on with what comes.</summary>
    public void Dispose()
    {
        Drop();
        _isAfterLoss = true;
    }

    private void Begin(in TsPacketHeader header)
    {
        _stuffing.Begin();
        (_isOpen, _wanted, _endedEarly) = (true, 0, false);
        (_isRandomAccess, _isDiscontinuity) = (header.IsRandomAccess, header.IsDiscontinuity);
        if (_bytes is null || _account != budget.Account) _bytes = new MediaBufferWriter(budget.Pool, _account = budget.Account, FirstCapacity);

        // One that does not say its length is most likely about as long as the one before it.
        _bytes.GetSpan(Math.Max(FirstCapacity, _last));
    }

    private void FailPrediction()
    {
        _stuffing.Fail();
        (_endedEarly, _isAfterLoss) = (false, true);
    }

    private void Drop()
    {
        budget.Used -= _charged;
        _last = Math.Min(_bytes?.Length ?? 0, TsReader.MaxPesLength);
        _bytes?.Dispose();
        (_isOpen, _isIncomplete, _wanted, _charged) = (false, false, 0, 0);
    }

    private bool TryAppend(ReadOnlySpan<byte> payload)
    {
        if (_bytes!.Length + payload.Length > TsReader.MaxPesLength || budget.Used + payload.Length > PesBudget.Greatest) return false;
        _bytes.Write(payload);
        budget.Used += payload.Length;
        _charged += payload.Length;
        return true;
    }

    private void ReadLength()
    {
        int length = BinaryPrimitives.ReadUInt16BigEndian(_bytes!.Written[4..]);
        _wanted = length == 0 ? -1 : PesHeader.PrefixLength + length;
        if (_wanted > _bytes.Length) _bytes.GetSpan(_wanted - _bytes.Length);
    }

    private void Emit(ITsReaderSink sink)
    {
        ReadOnlySpan<byte> bytes = _bytes!.Written;
        bool isRead = PesHeaderFields.TryRead(bytes, out PesHeaderFields fields);
        if (!isRead) sink.OnFault(TsFault.BadPesHeader, Stream.Pid);
        else if (fields.IsScrambled) sink.OnFault(TsFault.Scrambled, Stream.Pid);
        if (isRead && fields is { IsScrambled: false, IsPadding: false })
        {
            sink.OnPes(new PesPacket
            {
                Stream = Stream,
                StreamId = bytes[3],
                PresentationTime = fields.PresentationTime,
                DecodeTime = fields.DecodeTime ?? fields.PresentationTime,
                IsRandomAccess = _isRandomAccess,
                IsDiscontinuity = _isDiscontinuity,
                IsDamaged = _isAfterLoss || _isIncomplete,
                IsIncomplete = _isIncomplete,
                Payload = bytes[fields.Length..],
            });
        }

        _isAfterLoss = !isRead || fields.IsScrambled || (fields.IsPadding && _isAfterLoss);
        Drop();
    }
}
