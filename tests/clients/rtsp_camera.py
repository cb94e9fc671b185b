"""A camera: GStreamer's RTSP server with the streams of a file: rtsp_camera.py PORT FILE VIDEO AUDIO [USER PASSWORD [basic]]. Serves it as /cam; each client gets it from its beginning, in real time.
VIDEO is a codec, none, or mpegts for H.264 and AAC within one MPEG transport stream (RFC 2250)."""

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

PACKERS = {
    "h264": "h264parse ! rtph264pay config-interval=-1",
    "h265": "h265parse ! rtph265pay config-interval=-1",
    "mjpeg": "jpegparse ! rtpjpegpay",
    "aac": "aacparse ! rtpmp4gpay",
    "opus": "opusparse ! rtpopuspay",
    "pcmu": "rtppcmupay",
    "mp3": "mpegaudioparse ! rtpmpapay",
    "mp2": "mpegaudioparse ! rtpmpapay",
    "ac3": "ac3parse ! rtpac3pay",
    "none": None,
}

STATIC_TYPES = {"mjpeg": 26, "pcmu": 0, "mp3": 14, "mp2": 14}

port, path, video, audio, *credentials = sys.argv[1:]
if video == "mpegts":
    parts = ["mpegtsmux name=m alignment=7 ! rtpmp2tpay name=pay0 pt=33", "d.video_0 ! queue ! h264parse config-interval=-1 ! m.", "d.audio_0 ! queue ! aacparse ! m."]
else:
    tracks = [("video_0", PACKERS[video], STATIC_TYPES.get(video, 96)), ("audio_0", PACKERS[audio], STATIC_TYPES.get(audio, 97))]
    parts = [f"d.{pad} ! queue ! {packer} name=pay{i} pt={pt}" for i, (pad, packer, pt) in enumerate(t for t in tracks if t[1])]

Gst.init(None)
server = GstRtspServer.RTSPServer(address="127.0.0.1", service=port)
factory = GstRtspServer.RTSPMediaFactory()
factory.set_launch(f"( filesrc location={path} ! qtdemux name=d {' '.join(parts)} )")
factory.set_protocols(GstRtsp.RTSPLowerTrans.TCP | GstRtsp.RTSPLowerTrans.UDP)
if credentials:
    permissions = GstRtspServer.RTSPPermissions()
    for right in ("access", "construct"):
        permissions.add_permission_for_role("user", f"media.factory.{right}", True)
    factory.set_permissions(permissions)
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "user")
    auth = GstRtspServer.RTSPAuth()
    if credentials[2:] == ["basic"]:
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic(*credentials[:2]), token)
    else:
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        auth.add_digest(*credentials[:2], token)
    server.set_auth(auth)
server.get_mount_points().add_factory("/cam", factory)
server.attach(None)
print(f"RTSP listens on 127.0.0.1:{server.get_bound_port()}", flush=True)
GLib.MainLoop().run()
