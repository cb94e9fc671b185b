using System.Buffers.Binary;

namespace Headrace.TestKit.Captures;

/// <summary>Reads captures of the kinds that the test media hold: pcap and pcapng in little endian; Ethernet and Linux cooked frames; IPv4 and IPv6; UDP and TCP.</summary>
public static class CaptureFile
{
    private const uint PcapMagic = 0xA1B2C3D4;
    private const uint PcapngMagic = 0x0A0D0D0A;
    private const int Ethernet = 1;
    private const int LinuxCooked = 113;
    private const int VirtualLan = 0x8100;
    private const int Tcp = 6;
    private const int Udp = 17;

    /// <summary>The packets of a file below the folder of test media; skips the test where there is none.</summary>
    public static IReadOnlyList<CapturedPacket> ReadTestMedia(string name)
    {
        string? folder = Environment.GetEnvironmentVariable("HEADRACE_TEST_MEDIA");
        string path = Path.Combine(folder ?? "", name);
        if (folder is null || !File.Exists(path)) Xunit.Assert.Skip($"{name} is not there: HEADRACE_TEST_MEDIA names the folder");
        return Read(File.ReadAllBytes(path));
    }

    /// <summary>The packets of a capture; what is neither UDP nor TCP is left out.</summary>
    public static IReadOnlyList<CapturedPacket> Read(ReadOnlySpan<byte> file) => BinaryPrimitives.ReadUInt32LittleEndian(file) switch
    {
        PcapMagic => ReadPcap(file),
        PcapngMagic => ReadPcapng(file),
        _ => throw new InvalidDataException("Neither pcap nor pcapng in little endian."),
    };

    private static List<CapturedPacket> ReadPcap(ReadOnlySpan<byte> file)
    {
        List<CapturedPacket> packets = [];
        int link = BinaryPrimitives.ReadInt32LittleEndian(file[20..]);
        file = file[24..];
        while (file.Length >= 16)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(file[8..]);
            Add(packets, link, file.Slice(16, length));
            file = file[(16 + length)..];
        }

        return packets;
    }

    private static List<CapturedPacket> ReadPcapng(ReadOnlySpan<byte> file)
    {
        const int InterfaceDescription = 1;
        const int EnhancedPacket = 6;
        List<CapturedPacket> packets = [];
        int link = 0;
        while (file.Length >= 12)
        {
            int type = BinaryPrimitives.ReadInt32LittleEndian(file);
            int length = BinaryPrimitives.ReadInt32LittleEndian(file[4..]);
            if (type == InterfaceDescription) link = BinaryPrimitives.ReadUInt16LittleEndian(file[8..]);
            if (type == EnhancedPacket) Add(packets, link, file.Slice(28, BinaryPrimitives.ReadInt32LittleEndian(file[20..])));
            file = file[length..];
        }

        return packets;
    }

    private static void Add(List<CapturedPacket> packets, int link, ReadOnlySpan<byte> frame)
    {
        ReadOnlySpan<byte> ip = link switch
        {
            Ethernet => BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) == VirtualLan ? frame[18..] : frame[14..],
            LinuxCooked => frame[16..],
            _ => throw new InvalidDataException($"Link type {link} is not known."),
        };
        bool isVersion6 = ip[0] >> 4 == 6;
        int protocol = isVersion6 ? ip[6] : ip[9];
        int headerLength = isVersion6 ? 40 : (ip[0] & 15) * 4;
        int totalLength = isVersion6 ? 40 + BinaryPrimitives.ReadUInt16BigEndian(ip[4..]) : BinaryPrimitives.ReadUInt16BigEndian(ip[2..]);
        if (protocol is not (Tcp or Udp)) return;
        ReadOnlySpan<byte> transport = ip[headerLength..Math.Min(totalLength, ip.Length)];
        int transportLength = protocol == Udp ? 8 : (transport[12] >> 4) * 4;
        packets.Add(new CapturedPacket(
            protocol == Tcp,
            BinaryPrimitives.ReadUInt16BigEndian(transport),
            BinaryPrimitives.ReadUInt16BigEndian(transport[2..]),
            transport[transportLength..].ToArray()));
    }
}
