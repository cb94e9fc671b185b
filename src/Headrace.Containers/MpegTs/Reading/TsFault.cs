namespace Headrace.Containers.MpegTs.Reading;

/// <summary>What can be wrong with a transport stream.</summary>
public enum TsFault
{
    /// <summary>A byte that should begin a packet does not; bytes were left out until one did.</summary>
    LostSync,

    /// <summary>A packet says of itself that it is damaged.</summary>
    TransportError,

    /// <summary>A packet is scrambled.</summary>
    Scrambled,

    /// <summary>An adaptation field that does not fit its packet.</summary>
    BadAdaptationField,

    /// <summary>Packets of a PID are missing, or come twice.</summary>
    Continuity,

    /// <summary>A section that breaks its syntax, or is longer than it may be.</summary>
    BadSection,

    /// <summary>A section with a wrong checksum.</summary>
    BadChecksum,

    /// <summary>More programs than <see cref="TsReader.MaxPrograms"/>, or more streams than <see cref="TsReader.MaxStreams"/>.</summary>
    TooMuch,

    /// <summary>A PES packet without a header that can be read.</summary>
    BadPesHeader,

    /// <summary>A PES packet has more or fewer bytes than it says.</summary>
    PesLength,

    /// <summary>A PES packet is longer than <see cref="TsReader.MaxPesLength"/>.</summary>
    PesTooLong,
}
