#!/usr/bin/env python3
"""Measures how a server starts and what it holds, several builds or settings in turns in one run.

    bench/start.py [--rounds N] [--clip FILE] NAME=COMMAND...

NAME=COMMAND: a name for the table and how the server is started, with variables in front where it wants any:
    one=/opt/headrace  dll='DOTNET_TieredPGO=0 dotnet headrace.dll'

For each: milliseconds from the start of the process to the first answer 200 of /health (median and range over the rounds, which take turns), the processor's time until then, resident memory
5 s later, and, with a clip, after 20 s in which ffmpeg publishes it over RTSP and another one reads LL-HLS.
"""
import argparse
import os
import shlex
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERTZ = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as peer:
            peer.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return peer.recv(64).startswith(b"HTTP/1.1 200")
    except OSError:
        return False


class Server:
    """One run, on ports of its own, with a state directory of its own."""

    def __init__(self, command):
        words = shlex.split(command)
        variables = dict(word.split("=", 1) for word in words[: next(i for i, word in enumerate(words) if "=" not in word)])
        self.state = tempfile.TemporaryDirectory()
        self.http, self.rtsp = free_port(), free_port()
        listen = {"HTTP": self.http, "RTSP": self.rtsp, "RTMP": 0, "SRT": 0, "RTP": 0}
        environment = {**os.environ, **variables, **{f"HEADRACE_{name}__LISTEN": f"127.0.0.1:{port}" for name, port in listen.items()}, "HEADRACE_STATE": self.state.name}
        self.began = time.monotonic()
        self.process = subprocess.Popen(words[len(variables):] + ["serve"], env=environment, cwd=self.state.name, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not answers(self.http):
            if self.process.poll() is not None or time.monotonic() - self.began > 60:
                sys.exit(f"{command}: it does not answer")
            time.sleep(0.001)
        self.start = (time.monotonic() - self.began) * 1000
        self.start_cpu = self.cpu()

    def cpu(self):
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / HERTZ

    def resident(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            kib = {line.split(":")[0]: int(line.split()[1]) for line in status if line.startswith(("VmRSS", "RssAnon"))}
        return kib["VmRSS"] / 1024, kib["RssAnon"] / 1024

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        self.state.cleanup()


def with_stream(server, clip):
    """Resident memory and processor's time a second while one stream is published and read."""
    quiet = ["ffmpeg", "-nostdin", "-loglevel", "error"]
    publisher = subprocess.Popen(quiet + ["-re", "-stream_loop", "-1", "-i", clip, "-c", "copy", "-f", "rtsp", "-rtsp_transport", "tcp", f"rtsp://127.0.0.1:{server.rtsp}/cam"])
    time.sleep(4)
    reader = subprocess.Popen(quiet + ["-i", f"http://127.0.0.1:{server.http}/cam/index.m3u8", "-c", "copy", "-f", "null", "-"])
    time.sleep(6)
    before, began = server.cpu(), time.monotonic()
    time.sleep(10)
    busy = (server.cpu() - before) / (time.monotonic() - began)
    resident = server.resident()
    for child in (reader, publisher):
        child.terminate()
        child.wait()
    return resident, busy


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--clip")
    parser.add_argument("builds", nargs="+", metavar="NAME=COMMAND")
    arguments = parser.parse_args()
    builds = dict(build.split("=", 1) for build in arguments.builds)
    starts = {name: [] for name in builds}
    for _ in range(arguments.rounds + 1):
        for name, command in builds.items():
            server = Server(command)
            starts[name].append((server.start, server.start_cpu))
            server.end()
    print("| build | first answer, ms | CPU until then, ms | resident, MiB (of it not of files) | with a stream, MiB | CPU ms a second |\n|---|---|---|---|---|---|")
    for name, command in builds.items():
        server = Server(command)
        time.sleep(5)
        idle = server.resident()
        stream = with_stream(server, arguments.clip) if arguments.clip else None
        server.end()
        # The first round fills the machine's cache of files.
        times, cpu = [start for start, _ in starts[name][1:]], [cpu for _, cpu in starts[name][1:]]
        words = f"{stream[0][0]:.0f} ({stream[0][1]:.0f}) | {stream[1]:.1f}" if stream else "| "
        print(f"| {name} | {statistics.median(times):.0f} ({min(times):.0f} to {max(times):.0f}) | {statistics.median(cpu):.0f} | {idle[0]:.0f} ({idle[1]:.0f}) | {words} |", flush=True)


main()
