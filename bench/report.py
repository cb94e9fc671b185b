"""Medians of what compare.sh noted, as a table and as JSON: report.py RESULTS JSON."""

import json
import os
import platform
import statistics
import sys

import fits

# step, what is shown, field or function of a result, unit, target, the floor that it stands beside
ROWS = [
    ("floor", "floor: 200 receivers, 30 sends a second", "cpuPerGbit", "CPU s/Gbit", "", None),
    ("rtsp-50", "RTSP/TCP, 50 readers", "cpu_per_gbit", "CPU s/Gbit", "≤ 0.15", "floor"),
    ("rtsp-200", "RTSP/TCP, 200 readers", "cpu_per_gbit", "CPU s/Gbit", "≤ 2 × floor (final 1.5 ×)", "floor"),
    ("rtsp-200", "… latency p50", "lat_p50", "ms", "", None),
    ("rtsp-200", "… latency p99", "lat_p99", "ms", "≤ 35", None),
    ("rtmp-50", "RTMP, 50 readers", "cpu_per_gbit", "CPU s/Gbit", "", "floor"),
    ("rtmp-200", "RTMP, 200 readers", "cpu_per_gbit", "CPU s/Gbit", "≤ 1.5 × floor", "floor"),
    ("rtmp-200", "… latency p50", "lat_p50", "ms", "", None),
    ("rtmp-200", "… latency p99", "lat_p99", "ms", "≤ 35", None),
    ("flv-50", "HTTP-FLV, 50 readers", "cpu_per_gbit", "CPU s/Gbit", "", "floor"),
    ("flv-200", "HTTP-FLV, 200 readers", "cpu_per_gbit", "CPU s/Gbit", "≤ 1.5 × floor", "floor"),
    ("flv-200", "… latency p50", "lat_p50", "ms", "", None),
    ("flv-200", "… latency p99", "lat_p99", "ms", "≤ 35", None),
    ("nginx-50", "nginx, RTMP, 50 readers", "cpu_per_gbit", "CPU s/Gbit", "", "floor"),
    ("nginx-200", "nginx, RTMP, 200 readers", "cpu_per_gbit", "CPU s/Gbit", "", "floor"),
    ("nginx-200", "… latency p50", "lat_p50", "ms", "", None),
    ("nginx-200", "… latency p99", "lat_p99", "ms", "", None),
    ("floor-gso", "floor: 200 receivers over UDP with segmentation offload", "cpuPerGbit", "CPU s/Gbit", "", None),
    ("udp-200", "RTSP/UDP, 200 readers", "cpu_per_gbit", "CPU s/Gbit", "≤ 1.5 × floor", "floor-gso"),
    ("udp-200", "… packets lost", "lost", "", "", None),
    ("gstreamer-50", "GStreamer's RTSP server, 50 readers", "cpu_per_gbit", "CPU s/Gbit", "", "floor"),
    ("gstreamer-200", "GStreamer's RTSP server, 200 readers", "cpu_per_gbit", "CPU s/Gbit", "", "floor"),
    ("gstreamer-200", "… latency p50 (ours before it included)", "lat_p50", "ms", "", None),
    ("gstreamer-200", "… latency p99", "lat_p99", "ms", "", None),
    ("latency", "one reader: frame in to frame out, p50", "lat_p50_ms", "ms", "≤ 1", None),
    ("latency", "… p99", "lat_p99_ms", "ms", "≤ 3", None),
    ("latency", "first key frame after the answer to PLAY", lambda r: r["key_ms"] - r["setup_ms"], "ms", "≤ 10", None),
    ("latency", "… and after connect, all requests included", "key_ms", "ms", "", None),
    ("memory", "memory a reader (resident, the kernel's not included)", "per_reader_kib", "KiB", "≤ 10", None),
    ("llhls", "LL-HLS, 5 streams, 100 clients, packaging included", "cpu_per_gbit", "CPU s/Gbit", "≤ 0.25", "floor"),
    ("llhls", "… download p50", "dl_p50_ms", "ms", "", None),
    ("hls", "HLS, 5 streams, 100 clients, packaging included", "cpu_per_gbit", "CPU s/Gbit", "≤ 0.15", "floor"),
    ("hls-ts", "HLS with MPEG-TS, 5 streams, 100 clients, packaging included", "cpu_per_gbit", "CPU s/Gbit", "≤ 0.15", "floor"),
    ("nginx-hls", "nginx with its RTMP module: HLS, 5 streams, 100 clients", "cpu_per_gbit", "CPU s/Gbit", "", "floor"),
    ("dash", "DASH, 5 streams, 100 clients, packaging included", "cpu_per_gbit", "CPU s/Gbit", "≤ 0.15", "floor"),
    ("dash", "… requests that failed", "errors", "", "", None),
    ("lldash", "DASH, the same, segments asked for as they grow", "cpu_per_gbit", "CPU s/Gbit", "", "floor"),
    ("lldash", "… requests that failed", "errors", "", "", None),
    ("ingest", "RTSP in, 100 streams: CPU a stream and second", "cpu_ms_per_stream_s", "ms", "≤ 2.5", None),
    ("ingest", "… memory a stream, its pictures included", "rss_per_stream", "MiB", "", None),
    ("rtmpingest", "RTMP in, 100 streams: CPU a stream and second", "cpu_ms_per_stream_s", "ms", "≤ 1.5", None),
    ("rtmpingest-llhls", "RTMP in with LL-HLS, 100 streams: CPU a stream and second", "cpu_ms_per_stream_s", "ms", "≤ 3", None),
    ("nginx-live-ingest", "nginx with its RTMP module: RTMP in, 100 streams", "cpu_ms_per_stream_s", "ms", "", None),
    ("nginx-hls-ingest", "nginx with its RTMP module: RTMP in with HLS, 100 streams", "cpu_ms_per_stream_s", "ms", "", None),
    ("udpingest-rtp", "raw RTP in, 100 streams: CPU a stream and second", "cpu_ms_per_stream_s", "ms", "≤ 2", None),
    ("udpingest-ts", "MPEG-TS over UDP in, 100 streams: CPU a stream and second", "cpu_ms_per_stream_s", "ms", "≤ 2", None),
]


def read(path):
    """The results of each step, in order."""
    steps = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            note = json.loads(line)
            steps.setdefault(note["step"], []).append(note["result"])
    few, many = (list(filter(lambda r: r["n"] == n, steps.get("memory", []))) for n in (50, 450))
    for before, after in zip(few, many):
        after["per_reader_kib"] = (after["rss"] - before["rss"]) * 1024 / (after["ok"] - before["ok"])
    steps["memory"] = many
    return steps


def value(result, field):
    return field(result) if callable(field) else result[field]


def table(steps):
    floors = {step: statistics.median(r["cpuPerGbit"] for r in steps[step]) for step in ("floor", "floor-gso") if steps.get(step)}
    rows = []
    for step, text, field, unit, target, beside in ROWS:
        values = [value(r, field) for r in steps.get(step, [])]
        if not values:
            continue
        median = statistics.median(values)
        ratio = f"{median / floors[beside]:.2f} × floor" if beside in floors else ""
        rows.append({"what": text, "unit": unit, "median": round(median, 4), "least": round(min(values), 4), "greatest": round(max(values), 4), "ratio": ratio, "target": target})
    return rows


def show(rows):
    print(f"{'':56} {'median':>9} {'least':>9} {'greatest':>9}  unit")
    for row in rows:
        print(f"{row['what']:56} {row['median']:9.3f} {row['least']:9.3f} {row['greatest']:9.3f}  {row['unit']:11} {row['ratio']:14} {row['target']}")


def main(results, path):
    steps = read(results)
    rows = table(steps)
    growth = fits.fits(steps)
    machine = {"system": platform.platform(), "processors": os.cpu_count(), "load": os.getloadavg()}
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"machine": machine, "table": rows, "growth": growth, "results": steps}, file, indent=1)
    show(rows)
    fits.show(growth)
    print(f"\n{path}")


main(*sys.argv[1:])
