"""A server that records: GStreamer's RTSP server takes what is published as /tcp and /udp and writes the decoded barcodes to FILE.tcp and FILE.udp: rtsp_recorder.py PORT FILE BOTTOM WIDTH."""

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

port, path, bottom, width = sys.argv[1:]

Gst.init(None)
server = GstRtspServer.RTSPServer(address="127.0.0.1", service=port)
for name, transport in (("tcp", GstRtsp.RTSPLowerTrans.TCP), ("udp", GstRtsp.RTSPLowerTrans.UDP)):
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_transport_mode(GstRtspServer.RTSPTransportMode.RECORD)
    factory.set_protocols(transport)
    factory.set_launch(
        "( rtph264depay name=depay0 ! h264parse ! avdec_h264 ! queue "
        f"! videocrop top=8 bottom={bottom} ! videoconvert ! videoscale ! video/x-raw,format=GRAY8,width={width},height=1 "
        f"! filesink location={path}.{name} buffer-mode=unbuffered sync=false async=false rtpmp4gdepay name=depay1 ! fakesink sync=false async=false )"
    )
    server.get_mount_points().add_factory(f"/{name}", factory)
server.attach(None)
print(f"RTSP listens on 127.0.0.1:{server.get_bound_port()}", flush=True)
GLib.MainLoop().run()
