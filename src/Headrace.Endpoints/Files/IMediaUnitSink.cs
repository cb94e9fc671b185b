using System.Collections.Immutable;
using Headrace.Media.Buffers;
using Headrace.Streaming.Streams;

namespace Headrace.Endpoints.Files;

/// <summary>Takes what is read of a file, in its order.</summary>
internal interface IMediaUnitSink
{
    /// <summary>These are the tracks from now on; asked again when they have become others. False: nothing of them is taken.</summary>
    bool TryBegin(ImmutableArray<AnnouncedTrack> tracks, out MemoryAccount? account);

    /// <summary>A unit; its payload's reference goes to who is called.</summary>
    void OnUnit(in MediaUnit unit);

    /// <summary>Something of it is left out: what and why, in words.</summary>
    void OnOmitted(string what);
}
