using Headrace.Server.Importing.Keys;

namespace Headrace.Server.Importing.MediaMtx;

/// <summary><c>mediamtx.yml</c>, of versions 1.x.</summary>
internal sealed class MediaMtxFormat : IImportFormat
{
    /// <inheritdoc/>
    public ForeignTable Table { get; } = new("MediaMTX",
    [
        .. GeneralKeys.All,
        .. AuthKeys.All,
        .. EncryptionKeys.All,
        .. RtspKeys.All,
        .. HttpKeys.All,
        .. OtherProtocolKeys.All,
        .. PathKeys.OldRecording,
        new ForeignKey(MediaMtxPaths.Defaults, static _ => { }),
        new ForeignKey(MediaMtxPaths.Key, static _ => { }),
    ]);

    /// <inheritdoc/>
    public void Translate(ForeignSection top)
    {
        Table.Translate(top);
        HttpKeys.Join(top);
        (MediaMtxScope? scope, MediaMtxOldUsers users) = MediaMtxPaths.Translate(top);
        MediaMtxUsers.Translate(top, scope, users);
    }

    /// <inheritdoc/>
    public void Finish(ForeignSection top)
    {
        Drafts.DraftNode auth = top.Target.Section("auth");
        if (auth.Children.Count > 0 && auth.IsEmpty) MediaMtxUsers.Close(auth.List("users"));
    }
}
