using System.Text;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Tracks;

namespace Headrace.Protocols.Rtp.PayloadFormats.Nal;

/// <summary>What the descriptions of H.264 and H.265 share.</summary>
internal static class NalDescriptions
{
    /// <summary>For assemblers that only take parameter sets in.</summary>
    public static UnitAssemblerOptions Options { get; } = new(MediaBufferPool.Shared, null);

    /// <summary>Appends a parameter with the sets of a kind, or of all kinds, as a list of base64 strings; nothing where there are none.</summary>
    public static void AppendSets(StringBuilder text, string name, ParameterSets sets, ParameterSetKind? kind)
    {
        string list = string.Join(',', sets.Sets.Where(s => kind is null || s.Kind == kind).Select(s => Convert.ToBase64String(s.Nal.Span)));
        if (list.Length > 0) text.Append(text.Length > 0 ? "; " : "").Append(name).Append('=').Append(list);
    }
}
