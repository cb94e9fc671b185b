using System.Buffers.Binary;
using Headrace.Containers.MpegTs.ElementaryStreams;
using Headrace.Media.Tracks;

namespace Headrace.Containers.MpegTs.Muxing;

/// <summary>One elementary stream of a muxer: its PID, and where it stands.</summary>
internal sealed class TsMuxerStream(Track track, ElementaryStream carrier)
{
    /// <summary>PID of the track with id 0; the others follow.</summary>
    public const int FirstPid = 0x100;

    /// <summary>The track as the program map table describes it.</summary>
    public Track Track { get; set; } = track;

    public ElementaryStream Carrier => carrier;

    public int Pid { get; } = FirstPid + track.Id;

    /// <summary>Continuity counter of the next packet with payload.</summary>
    public int Continuity { get; set; }

    /// <summary>Parameter sets that were written last.</summary>
    public ParameterSets Sets { get; set; } = ParameterSets.Empty;

    /// <summary>Fills one packet that has an adaptation field and no payload, which leaves the counter where it is.</summary>
    public static void WriteAdaptation(Span<byte> packet, int pid, int continuity, AdaptationField field)
    {
        BinaryPrimitives.WriteUInt32BigEndian(packet, TsPacket.Header(pid, continuity) | TsPacket.HasAdaptation);
        field.Write(packet[TsPacket.HeaderSize..]);
    }
}
