using System.Globalization;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Pull;

/// <summary>GStreamer's RTSP server as a camera that plays a clip, from its beginning, to each client; as a process of its own that can be switched off and on.</summary>
internal sealed class GStreamerCamera(TestClip clip, string[] credentials) : IAsyncDisposable
{
    private readonly int _port = FreePorts.Take(1)[0];
    private ClientProcess? _process;

    /// <summary>True where it sends one MPEG transport stream instead of a medium for each track.</summary>
    public bool SendsTransportStream { get; init; }

    /// <summary>Its stream, with credentials where it wants them.</summary>
    public string Url => $"rtsp://{(credentials.Length == 0 ? "" : $"{credentials[0]}:{credentials[1]}@")}127.0.0.1:{_port}/cam";

    /// <summary>A camera that is on.</summary>
    public static async Task<GStreamerCamera> StartAsync(TestClip clip, params string[] credentials)
    {
        GStreamerCamera camera = new(clip, credentials);
        await camera.SwitchOnAsync();
        return camera;
    }

    public async Task SwitchOnAsync()
    {
        await Skip.UnlessGStreamerHasAsync("rtph264pay", "rtpmp2tpay", "mpegtsmux", "qtdemux");
        await using (ClientProcess probe = ClientProcess.Start("/usr/bin/python3", ["-c", "import gi; gi.require_version('GstRtspServer', '1.0')"]))
        {
            Skip.Unless(await probe.WaitForExitAsync() == 0, "Python does not find GStreamer's RTSP server: run ./test.sh, which installs what tests need");
        }

        string[] codecs = SendsTransportStream ? ["mpegts", "none"] : [Name(clip.Video), Name(clip.Audio)];
        string script = Path.Combine(TestFolders.Root, "tests/clients/rtsp_camera.py");
        _process = ClientProcess.Start("/usr/bin/python3",
            [script, _port.ToString(CultureInfo.InvariantCulture), await TestMedia.GetAsync(clip), .. codecs, .. credentials]);
        await Eventually.True(() => _process.Output.Contains("listens", StringComparison.Ordinal), $"the camera listens: {_process.Errors}", cancellation: TestContext.Current.CancellationToken);
    }

    /// <summary>Cuts its power.</summary>
    public async Task SwitchOffAsync()
    {
        _process!.Send(UnixSignal.Kill);
        await _process.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }

    private static string Name<T>(T codec)
        where T : struct, Enum => codec.ToString().ToLowerInvariant();
}
