namespace Headrace.Manifests.Hls.Reading;

/// <summary>Takes a playlist of one kind line by line.</summary>
/// <typeparam name="TPlaylist">What comes of it.</typeparam>
internal interface IPlaylistParser<out TPlaylist>
{
    /// <summary>Takes a line with a URI.</summary>
    void ReadUri(ReadOnlySpan<char> uri);

    /// <summary>Takes a line with a tag.</summary>
    void ReadTag(ReadOnlySpan<char> tag, ReadOnlySpan<char> value, ReadOnlySpan<char> line);

    /// <summary>The playlist, behind its last line.</summary>
    TPlaylist Finish();
}
