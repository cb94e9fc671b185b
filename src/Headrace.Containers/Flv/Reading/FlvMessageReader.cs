using System.Collections.Immutable;
using Headrace.Containers.Flv.Amf;
using Headrace.Containers.Flv.TagBodies;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Flv.Reading;

/// <summary>
/// Makes units of the tags of FLV, or of the messages of RTMP that hold media: classic and enhanced form, one track or several of a kind. Opens nothing and reads no clock; bad
/// input is told and counted, and never throws. Not thread-safe.
/// </summary>
/// <remarks>
/// Which tracks there are is settled at the first frame once those are known that the metadata names, or both kinds where it names none; frames are held until then, for
/// <see cref="Patience"/> at most. A track that comes later makes them others: <see cref="IFlvSink.OnEnd"/>, then <see cref="IFlvSink.TryBegin"/>. Another sequence header of the
/// same codec does not.
/// </remarks>
public sealed class FlvMessageReader : IDisposable
{
    /// <summary>Tracks that are read at most; further ones are left out.</summary>
    public const int MaxTracks = 16;

    /// <summary>Bytes that are held at most while tracks are awaited.</summary>
    public const int MaxHeldBytes = 16 * 1024 * 1024;

    /// <summary>Frames that are held at most while tracks are awaited.</summary>
    public const int MaxHeldFrames = 1024;

    private const int MaxOmissions = 64;

    /// <summary>So long tracks are awaited, by arrival and by timestamps.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly IFlvSink _sink;
    private readonly MediaBufferPool _pool;
    private readonly List<FlvTrackReader> _tracks = [];
    private readonly List<HeldFlvPacket> _held = [];
    private readonly HashSet<(MediaKind, int, string)> _omitted = [];
    private readonly List<FlvTrackReader> _active = [];
    private long _heldBytes;
    private bool _hasBegun;
    private bool _isRefused;

    /// <summary>A reader of which nothing has come yet.</summary>
    /// <param name="sink">Who takes the units.</param>
    /// <param name="pool">Where payloads come from.</param>
    public FlvMessageReader(IFlvSink sink, MediaBufferPool pool) => (_sink, _pool) = (sink, pool);

    /// <summary>Messages of audio and video that were read.</summary>
    public long Messages { get; private set; }

    /// <summary>The newest metadata; null before any.</summary>
    public FlvMetadata? Metadata { get; private set; }

    /// <summary>True while tracks are announced.</summary>
    public bool HasBegun => _hasBegun;

    /// <summary>What of a track could not be made a unit of.</summary>
    public UnitFaults FaultsOf(int track) => _active[track].Faults;

    /// <summary>Takes a message.</summary>
    /// <param name="type">What it holds; others than those of <see cref="FlvTagType"/> are passed over.</param>
    /// <param name="timestamp">Its timestamp in milliseconds.</param>
    /// <param name="body">The bytes.</param>
    /// <param name="arrival">When the last of them came.</param>
    public void Read(FlvTagType type, uint timestamp, ReadOnlySpan<byte> body, MonotonicTime arrival)
    {
        switch (type)
        {
            case FlvTagType.Audio:
                Read(MediaKind.Audio, timestamp, body, arrival);
                break;
            case FlvTagType.Video:
                Read(MediaKind.Video, timestamp, body, arrival);
                break;
            case FlvTagType.Script:
                Metadata = FlvMetadata.Read(body, out AmfFault fault) ?? Metadata;
                if (fault != AmfFault.None) _sink.OnFault(FlvFault.BadScript);
                break;
        }
    }

    /// <summary>Waits no longer for tracks than it may; some times a second.</summary>
    public void HandleTimeout(MonotonicTime now)
    {
        if (_held.Count > 0 && now - _held[0].Arrival > Patience) Settle();
    }

    /// <summary>Bytes before what comes are lost: pictures may lack what they refer to.</summary>
    public void Lose()
    {
        foreach (FlvTrackReader track in _tracks) track.Lose();
    }

    /// <summary>Nothing comes any more: hands on what is held.</summary>
    public void Complete()
    {
        if (_held.Count > 0) Settle();
    }

    /// <summary>Gives back what is held.</summary>
    public void Dispose()
    {
        Drop();
        foreach (FlvTrackReader track in _tracks) track.Dispose();
    }

    private void Read(MediaKind kind, uint timestamp, ReadOnlySpan<byte> body, MonotonicTime arrival)
    {
        Messages++;
        FlvPackets.Enumerator packets = new FlvPackets(kind, body).GetEnumerator();
        while (packets.MoveNext()) Take(packets.Current, timestamp, arrival);
        if (packets.IsBroken) _sink.OnFault(FlvFault.BadBody);
    }

    private void Take(in FlvPacket packet, uint timestamp, MonotonicTime arrival)
    {
        if (packet.Packet is not (FlvPacketKind.SequenceStart or FlvPacketKind.TsSequenceStart or FlvPacketKind.Frames)) return;
        if (FindOrAdd(packet) is not { } track) return;
        if (packet.Packet == FlvPacketKind.SequenceStart) Configure(track, packet.Data);
        if (packet.Packet != FlvPacketKind.Frames || packet.Data.IsEmpty) return;
        track.HasFrames = true;
        if (!_hasBegun && !_isRefused) Hold(track, packet, timestamp, arrival);
        else Hand(track, packet, timestamp, arrival);
    }

    private void Configure(FlvTrackReader track, ReadOnlySpan<byte> header)
    {
        // Frames that are held belong to the header before it.
        if (_held.Count > 0 && track.HasFrames && track.IsNew(header)) Settle();
        if (!track.TryConfigure(header)) _sink.OnFault(FlvFault.BadSequenceHeader);
    }

    private void Hold(FlvTrackReader track, in FlvPacket packet, uint timestamp, MonotonicTime arrival)
    {
        _held.Add(new HeldFlvPacket(track, _pool.Copy(packet.Data), timestamp, packet.CompositionOffset, packet.IsKeyFrame, arrival));
        _heldBytes += packet.Data.Length;
        HeldFlvPacket first = _held[0];
        bool isLate = arrival - first.Arrival > Patience || (int)(timestamp - first.Timestamp) > Patience.TotalMilliseconds;
        if (isLate || _heldBytes > MaxHeldBytes || _held.Count >= MaxHeldFrames || IsSettled()) Settle();
    }

    private bool IsSettled() =>
        (Metadata?.HasVideo == false || Knows(MediaKind.Video)) && (Metadata?.HasAudio == false || Knows(MediaKind.Audio)) && _tracks.TrueForAll(static track => track.IsKnown);

    private bool Knows(MediaKind kind)
    {
        foreach (FlvTrackReader track in _tracks)
        {
            if (track.Kind == kind && track.IsKnown) return true;
        }

        foreach ((MediaKind omitted, _, _) in _omitted)
        {
            if (omitted == kind) return true;
        }

        return false;
    }

    private void Hand(FlvTrackReader track, in FlvPacket packet, uint timestamp, MonotonicTime arrival)
    {
        if (!_active.Contains(track))
        {
            if (!track.IsKnown) return;
            End();
            Settle();
        }

        Hand(track, packet.Data, timestamp, packet.CompositionOffset, packet.IsKeyFrame, arrival);
    }

    private void Hand(FlvTrackReader track, ReadOnlySpan<byte> data, uint timestamp, int offset, bool isKeyFrame, MonotonicTime arrival)
    {
        if (track.Index >= 0 && !track.Read(data, timestamp, offset, isKeyFrame, arrival, _sink)) _sink.OnFault(FlvFault.BadBody);
    }

    /// <summary>The tracks are those of which something is known now.</summary>
    private void Settle()
    {
        _active.AddRange(_tracks.Where(static track => track.IsKnown || track.HasFrames).OrderBy(static track => track.Kind).ThenBy(static track => track.Number));
        _isRefused = !_sink.TryBegin([.. _active.Select(static track => track.Describe())], out MemoryAccount? account);
        _hasBegun = !_isRefused;
        UnitAssemblerOptions options = new(_pool, account);
        for (int i = 0; i < _active.Count && _hasBegun; i++) _active[i].Begin(i, options);
        foreach (HeldFlvPacket held in _held) Hand(held.Track, held.Data.Span, held.Timestamp, held.Offset, held.IsKeyFrame, held.Arrival);
        Drop();
    }

    private void End()
    {
        if (_hasBegun) _sink.OnEnd();
        foreach (FlvTrackReader track in _active) track.End();
        _active.Clear();
        (_hasBegun, _isRefused) = (false, false);
    }

    private void Drop()
    {
        foreach (HeldFlvPacket held in _held) held.Data.Release();
        _held.Clear();
        _heldBytes = 0;
    }

    private FlvTrackReader? FindOrAdd(in FlvPacket packet)
    {
        FlvTrackReader? track = null;
        foreach (FlvTrackReader known in _tracks)
        {
            if (known.Kind == packet.Kind && known.Number == packet.Track) track = known;
        }

        if (track is not null && track.Body == packet.Carrier) return track;
        bool isTooMany = track is null && _tracks.Count >= MaxTracks;
        if (packet.Carrier is null || isTooMany)
        {
            Omit(packet, isTooMany && packet.Carrier is not null ? FlvOmissionReason.TooMany : FlvOmissionReason.Unknown);
            return null;
        }

        if (track is not null) Remove(track);
        FlvTrackReader added = new(packet.Carrier, packet.Track, packet.Flags, packet.ClassicId >= 0);
        _tracks.Add(added);
        return added;
    }

    /// <summary>Another codec is in a track's place.</summary>
    private void Remove(FlvTrackReader track)
    {
        if (_held.Count > 0) Settle();
        track.End();
        _tracks.Remove(track);
    }

    private void Omit(in FlvPacket packet, FlvOmissionReason reason)
    {
        string name = packet.CodecName;
        if (_omitted.Count < MaxOmissions && _omitted.Add((packet.Kind, packet.Track, name))) _sink.OnOmitted(new FlvOmission(packet.Kind, packet.Track, name, reason));
    }
}
