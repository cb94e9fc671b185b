using System.Buffers;
using Headrace.Manifests.Hls;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Hls.Files;

/// <summary>
/// The files of one branch: <c>NAME/index.m3u8</c>, <c>NAME/hls/RENDITION/index.m3u8</c> and the media beside it, named as in URLs. What leaves the window is
/// removed; all is removed when the branch ends.
/// </summary>
internal sealed class HlsFiles
{
    private readonly HlsFileWriter _writer;
    private readonly string _stream;
    private readonly string[] _multivariant;
    // The writer's loop alone touches these.
    private readonly HashSet<string> _cleared = [];
    private readonly HashSet<string> _present = [];
    private readonly ArrayBufferWriter<byte> _text = new(4096);
    private byte[] _lastMultivariant = [];

    private HlsPresentation? _presentation;

    private HlsFiles(LiveStream stream, HlsPackaging packaging, HlsPathState state)
    {
        HlsOptions options = stream.Options.Hls;
        _stream = stream.Name;
        _multivariant = packaging != HlsPackaging.Ts ? ["index.m3u8"] : options.Variant == HlsVariant.MpegTs ? ["index.m3u8", "ts.m3u8"] : ["ts.m3u8"];
        _writer = new HlsFileWriter(new HlsDirectory(options.Directory), stream.Name, stream.Logger, state.FilesDone, state.CountLostFile);
    }

    /// <summary>Completes when all is done after <see cref="End"/>.</summary>
    public Task Completion => _writer.Completion;

    /// <summary>Jobs that are not done yet.</summary>
    public int Waiting => _writer.Waiting;

    /// <summary>Files that were not written.</summary>
    public long Lost => _writer.Lost;

    /// <summary>Those of a branch, which follows another one of the same path; null where the stream keeps none.</summary>
    public static HlsFiles? Of(LiveStream stream, HlsPackaging packaging, HlsPathState state)
    {
        if (stream.Options.Hls.Directory.Length == 0) return null;
        HlsFiles files = new(stream, packaging, state);
        state.FilesDone = files.Completion;
        return files;
    }

    /// <summary>An init segment.</summary>
    public void AddMap(HlsRendition rendition, string name, ReadOnlyMemory<byte> bytes) => Write(rendition, name, [bytes], static () => { });

    /// <summary>A segment, complete. Its parts are kept until they are written.</summary>
    public void AddSegment(HlsRendition rendition, string name, IReadOnlyList<HlsPart> parts)
    {
        foreach (HlsPart part in parts) part.Buffer.Retain();
        Write(rendition, name, parts.Select(part => part.Buffer.Memory), () => Release(parts));
    }

    /// <summary>A segment, or init segment, that left the window.</summary>
    public void Remove(HlsRendition rendition, string name) => _writer.Add(new Job(directory => Delete(directory, PathOf(rendition, name)), static () => { }));

    /// <summary>The playlist of a rendition as it stands, and the multivariant one where it says something new.</summary>
    public void SetPlaylist(HlsRendition rendition, MediaPlaylist playlist)
    {
        HlsPresentation? presentation = Volatile.Read(ref _presentation);
        _writer.Add(new Job(
            directory =>
            {
                _text.ResetWrittenCount();
                MediaPlaylistWriter.Write(ForFiles(rendition, playlist), _text);
                Put(directory, PathOf(rendition, "index.m3u8"), [_text.WrittenMemory]);
                if (presentation is not null) PutMultivariant(directory, presentation);
                return false;
            },
            static () => { }));
    }

    /// <summary>The renditions that are shown from now on, with their playlists.</summary>
    public void SetPresentation(HlsPresentation presentation)
    {
        Volatile.Write(ref _presentation, presentation);
        foreach (HlsRendition rendition in presentation.Renditions) SetPlaylist(rendition, rendition.Snapshot!.Playlist);
    }

    /// <summary>Removes all files, playlists first: who reads them finds nothing rather than something that is not there.</summary>
    public void End() => _writer.Complete(new Job(
        directory =>
        {
            foreach (string name in _present.OrderByDescending(name => name.EndsWith(".m3u8", StringComparison.Ordinal)).ToArray()) Delete(directory, name);
            return false;
        },
        static () => { }));

    private void PutMultivariant(HlsDirectory directory, HlsPresentation presentation)
    {
        _text.ResetWrittenCount();
        MultivariantPlaylistWriter.Write(presentation.Describe(), _text);
        if (_text.WrittenSpan.SequenceEqual(_lastMultivariant)) return;
        foreach (string name in _multivariant) Put(directory, $"{_stream}/{name}", [_text.WrittenMemory]);
        _lastMultivariant = _text.WrittenSpan.ToArray();
    }

    private void Write(HlsRendition rendition, string name, IEnumerable<ReadOnlyMemory<byte>> pieces, Action drop) => _writer.Add(new Job(
        directory =>
        {
            string folder = PathOf(rendition, "");
            if (_cleared.Add(folder)) directory.Clear(folder, rendition.Incarnation);
            Put(directory, PathOf(rendition, name), pieces);
            return true;
        },
        drop));

    private void Put(HlsDirectory directory, string name, IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        directory.Write(name, pieces);
        _present.Add(name);
    }

    private bool Delete(HlsDirectory directory, string name)
    {
        if (_present.Remove(name)) directory.Delete(name);
        return false;
    }

    /// <summary>A playlist that a server of files can serve: it blocks nothing, lists whole segments, and says which of them are missing.</summary>
    private MediaPlaylist ForFiles(HlsRendition rendition, MediaPlaylist playlist) => playlist with
    {
        PartTarget = null,
        ServerControl = playlist.ServerControl is { } control ? new ServerControl(false, null, control.HoldBack, null) : null,
        Open = null,
        PreloadHints = [],
        Segments = new ValueList<MediaSegment>([.. playlist.Segments.Select(segment => segment with { Parts = default, IsGap = !IsPresent(rendition, segment) })]),
    };

    private bool IsPresent(HlsRendition rendition, MediaSegment segment) =>
        _present.Contains(PathOf(rendition, segment.Uri)) && (segment.Map is not { } map || _present.Contains(PathOf(rendition, map.Uri)));

    private string PathOf(HlsRendition rendition, string name) => $"{_stream}/hls/{rendition.Name}/{name}";

    private static void Release(IReadOnlyList<HlsPart> parts)
    {
        foreach (HlsPart part in parts) part.Buffer.Release();
    }

    private sealed class Job(Func<HlsDirectory, bool> run, Action drop) : IHlsFileJob
    {
        public bool Run(HlsDirectory directory) => run(directory);

        public void Drop() => drop();
    }
}
