using Headrace.Containers.MpegTs.Demuxing;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Eac3;

namespace Headrace.Containers.MpegTs.ElementaryStreams;

/// <summary>E-AC-3: a unit is several frames.</summary>
internal sealed class Eac3ElementaryStream() : DolbyElementaryStream(Eac3Codec.Instance, Eac3Codec.Syntax, TsStreamType.Eac3, TsDescriptors.DvbEac3Tag, "EAC3")
{
    public override ElementaryStreamReader CreateReader(TsProgramStream stream, UnitAssemblerOptions options) => new Eac3StreamReader(new Eac3Assembler(null, options), options);
}
