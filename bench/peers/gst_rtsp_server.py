"""GStreamer's RTSP server with one shared stream, taken from another server: gst_rtsp_server.py rtsp://HOST:PORT/NAME. Serves it as /s0."""

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

PIPELINE = """( rtspsrc name=source location={upstream} protocols=tcp latency=0
    source. ! rtph264depay ! h264parse ! rtph264pay name=pay0 pt=96 aggregate-mode=zero-latency
    source. ! rtpmp4gdepay ! aacparse ! rtpmp4gpay name=pay1 pt=97 )"""

Gst.init(None)
server = GstRtspServer.RTSPServer(address="127.0.0.1", service="0")
factory = GstRtspServer.RTSPMediaFactory()
factory.set_launch(PIPELINE.format(upstream=sys.argv[1]))
factory.set_shared(True)
factory.set_latency(0)
server.get_mount_points().add_factory("/s0", factory)
server.attach(None)
print(f"RTSP listens on 127.0.0.1:{server.get_bound_port()}", flush=True)
GLib.MainLoop().run()
