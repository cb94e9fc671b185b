#!/usr/bin/env bash
# Measures the server beside the physical floor, GStreamer's RTSP server and nginx with its RTMP module, in one run on one machine, and prints a table with ratios.
#   bench/compare.sh [--rounds N] [--window SECONDS] [--only STEP,STEP] [--json FILE]
# HEADRACE_BENCH_TOOLS names the folder with the load tools' sources (build.sh, make-media.sh). HEADRACE_BENCH_SERVER is how another build than this checkout's is started. Steps: floor rtsp udp latency memory llhls hls hlsts dash ingest rtmp flv nginx rtmpingest nginxingest udpingest growth gstreamer.
# The figures go to FILE (default: artifacts/bench/compare.json). docs/performance.md says how each is measured, and how far to trust it.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
rounds=3 window=5 only='' json=$root/artifacts/bench/compare.json
while [ "$#" -gt 0 ]; do
  case $1 in
    --rounds) rounds=$2 ;;
    --window) window=$2 ;;
    --only) only=$2 ;;
    --json) json=$2 ;;
    *) echo "usage: bench/compare.sh [--rounds N] [--window SECONDS] [--only STEP,STEP] [--json FILE]" >&2; exit 2 ;;
  esac
  shift 2
done

readonly bit_rate=4200000 frame_rate=30 # the source's: what `floor` sends too
readonly warm=6                         # seconds of load before a window: the hot code is compiled then
tools_source=${HEADRACE_BENCH_TOOLS:?the folder with the load tools\' sources}
tools=$root/artifacts/bench/tools
work=$(mktemp -d)
started=() # ids of the processes to end
folders=() # of peers
trap 'end_all; rm -rf "$work" "${folders[@]}"' EXIT

say() { printf '%s\n' "$*" >&2; }

# begin COMMAND…: starts a process in a process group of its own; its id is in $begun.
begin() {
  setsid "$@" &
  begun=$!
  started+=("$begun")
}

# end ID: ends a process that was begun here, and waits for it.
end() {
  kill -TERM "$1" 2>/dev/null || true
  for _ in $(seq 80); do kill -0 "$1" 2>/dev/null || break; sleep 0.1; done
  kill -KILL -- "-$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

end_all() { for id in "${started[@]}"; do if kill -0 "$id" 2>/dev/null; then end "$id"; fi; done; }

# wait_for COUNT TEXT FILE: waits until a log has as many lines with a text.
wait_for() {
  for _ in $(seq 300); do
    [ "$(grep -c "$2" "$3" 2>/dev/null)" -lt "$1" ] || return 0
    sleep 0.1
  done
  say "no \"$2\" in:"; tail -n 5 "$3" >&2
  return 1
}

# record STEP: notes each line of JSON that a tool prints.
record() {
  local line
  while read -r line; do printf '{"step":"%s","round":%d,"result":%s}\n' "$1" "$round" "$line" >>"$work/results"; done
}

wants() { [ -z "$only" ] || [[ ",$only," == *",$1,"* ]]; }

build() {
  say "building …"
  mkdir -p "$tools" "$(dirname "$json")"
  bash "$tools_source/build.sh" "$tools" >/dev/null
  gcc -O2 -o "$tools/udppub" "$root/bench/udppub.c"
  gcc -O2 -o "$tools/dload" "$root/bench/dload.c" -lpthread
  [ -s "$tools/src.flv" ] || bash "$tools_source/make-media.sh" "$tools"
  [ -s "$tools/src.h264" ] || ffmpeg -nostdin -y -loglevel error -i "$tools/src.flv" -t $((warm + window)) -an -c copy -bsf:v h264_mp4toannexb,h264_metadata=aud=insert "$tools/src.h264"
  [ -s "$tools/src.ts" ] || ffmpeg -nostdin -y -loglevel error -stream_loop -1 -i "$tools/src.flv" -t $((warm + window + 1)) -an -c copy -f mpegts "$tools/src.ts"
  dotnet build "$root/src/Headrace.Server" -c Release -v q -nologo >"$work/build" || { cat "$work/build" >&2; exit 1; }
}

# What is measured: what was built here, or another build.
read -ra program <<<"${HEADRACE_BENCH_SERVER:-dotnet exec $root/src/Headrace.Server/bin/Release/net10.0/headrace.dll}"

# start_server [OPTION…]: a fresh server; its id, log and ports are in $server, $log, $http, $rtsp, $rtmp, $rtp.
start_server() {
  log=$(mktemp "$work/log.XXXX")
  begin "${program[@]}" serve --http:listen 127.0.0.1:0 --rtsp:listen 127.0.0.1:0 --rtsp:udpPorts 0 --rtmp:listen 127.0.0.1:0 --rtp:listen 127.0.0.1:0 --state "$log.state" "$@" >"$log" 2>&1
  server=$begun
  wait_for 1 "RTSP listens on" "$log"
  wait_for 1 "HTTP listens on" "$log"
  rtsp=$(port_of RTSP "$log")
  rtmp=$(port_of RTMP "$log")
  http=$(port_of HTTP "$log")
  rtp=$(sed -n 's/.*RTP without signalling is received on 127.0.0.1:\([0-9]*\).*/\1/p' "$log")
}

port_of() { sed -n "s/.*$1 listens on 127.0.0.1:\([0-9]*\).*/\1/p" "$2" | head -n 1; }

# publish STREAMS: that many publishers of the source; waits until all publish. The id is in $publisher.
publish() {
  begin "$tools/mpub" -f "$tools/src.flv" -u "rtsp://127.0.0.1:$rtsp/s%d" -m "$1" -t 600 -w 1 >/dev/null 2>&1
  publisher=$begun
  wait_for "$1" "publisher .* sends" "$log"
}

# read_by STEP URL READERS PROCESS: notes what that many readers cost a process.
read_by() { "$tools/mload" -u "$2" -s "$3" -w "$warm" -t "$window" -p "$4" | record "$1-$3"; }

floor() { wants floor && "$tools/floor" tcp 200 "$frame_rate" "$bit_rate" "$window" | record floor; }

floor_gso() { "$tools/floor" gso 200 "$frame_rate" "$bit_rate" "$window" | record floor-gso; }

rtsp_readers() {
  start_server
  publish 1
  sleep 2
  if wants rtsp; then
    floor || true
    for readers in 50 200; do
      "$tools/mload" -u "rtsp://127.0.0.1:$rtsp/s0" -s "$readers" -w "$warm" -t "$window" -p "$server" | record "rtsp-$readers"
    done
    floor || true
  fi
  if wants udp; then
    floor_gso
    "$tools/mload" -u "rtsp://127.0.0.1:$rtsp/s0" -x udp -s 200 -w "$warm" -t "$window" -p "$server" | record udp-200
    floor_gso
  fi
  if wants latency; then "$tools/mload" -u "rtsp://127.0.0.1:$rtsp/s0" -s 4 -t 6 -1 | record latency; fi
  if wants memory; then "$tools/mload" -u "rtsp://127.0.0.1:$rtsp/s0" -s 50,450 -w 3 -t 1 -p "$server" | record memory; fi
  if wants gstreamer; then gstreamer; fi
  end "$publisher"
  end "$server"
}

# GStreamer's server takes the stream from ours: the markers that latency is measured by come through.
gstreamer() {
  local python=/usr/bin/python3
  "$python" -c 'import gi; gi.require_version("GstRtspServer", "1.0")' 2>/dev/null || { say "gstreamer: needs python3-gi and gir1.2-gst-rtsp-server-1.0; left out"; return 0; }
  local peer_log peer
  peer_log=$(mktemp "$work/log.XXXX")
  begin "$python" "$root/bench/peers/gst_rtsp_server.py" "rtsp://127.0.0.1:$rtsp/s0" >"$peer_log" 2>&1
  peer=$begun
  wait_for 1 "RTSP listens on" "$peer_log"
  for readers in 50 200; do
    "$tools/mload" -u "rtsp://127.0.0.1:$(port_of RTSP "$peer_log")/s0" -s "$readers" -w "$warm" -t "$window" -p "$peer" | record "gstreamer-$readers"
  done
  end "$peer"
}

rtmp_readers() {
  start_server
  begin "$tools/mpub" -f "$tools/src.flv" -u "rtmp://127.0.0.1:$rtmp/live/s%d" -m 1 -t 600 -w 1 >/dev/null 2>&1
  publisher=$begun
  wait_for 1 "sends H.264" "$log"
  sleep 2
  floor || true
  for readers in 50 200; do
    if wants rtmp; then read_by rtmp "rtmp://127.0.0.1:$rtmp/live/s0" "$readers" "$server"; fi
    if wants flv; then read_by flv "http://127.0.0.1:$http/live/s0.flv" "$readers" "$server"; fi
  done
  floor || true
  end "$publisher"
  end "$server"
  if wants nginx; then nginx_readers; fi
}

hls_clients() {
  start_server
  publish 5
  sleep 48 # until the windows are full: while they fill, the kernel clears a page for each that is written
  if wants llhls; then "$tools/hload" -u "http://127.0.0.1:$http/s%d/index.m3u8" -k 5 -n 100 -w "$warm" -t "$window" -p "$server" -l | record llhls; fi
  if wants hls; then "$tools/hload" -u "http://127.0.0.1:$http/s%d/index.m3u8" -k 5 -n 100 -w "$warm" -t "$window" -p "$server" | record hls; fi
  if wants dash; then
    "$tools/dload" -u "http://127.0.0.1:$http/s%d/manifest.mpd" -k 5 -n 100 -w "$warm" -t "$window" -p "$server" | record dash
    "$tools/dload" -u "http://127.0.0.1:$http/s%d/manifest.mpd" -k 5 -n 100 -w "$warm" -t "$window" -p "$server" -l | record lldash
  fi
  end "$publisher"
  end "$server"
}

# hls_ts_clients: the form that nginx has too: picture and sound in one playlist and one segment, so half of the requests.
hls_ts_clients() {
  start_server --hls:variant mpegts --hls:alwaysOn true
  publish 5
  sleep 48
  "$tools/hload" -u "http://127.0.0.1:$http/s%d/index.m3u8" -k 5 -n 100 -w "$warm" -t "$window" -p "$server" | record hls-ts
  end "$publisher"
  end "$server"
}

ingest() {
  start_server
  "$tools/mpub" -f "$tools/src.flv" -u "rtsp://127.0.0.1:$rtsp/s%d" -m 100 -t "$window" -w "$warm" -p "$server" 2>/dev/null | record ingest
  end "$server"
}

# rtmpingest: without and with LL-HLS of each stream.
rtmpingest() {
  local always_on
  for always_on in false true; do
    start_server --hls:alwaysOn "$always_on"
    "$tools/mpub" -f "$tools/src.flv" -u "rtmp://127.0.0.1:$rtmp/live/s%d" -m 100 -t "$window" -w "$warm" -p "$server" 2>/dev/null | record "$([ "$always_on" = true ] && echo rtmpingest-llhls || echo rtmpingest)"
    end "$server"
  done
}

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# start_nginx: a fresh one; its processes' ids and ports are in $nginx, $peers, $peer_rtmp, $peer_http.
start_nginx() {
  local folder
  folder=$(mktemp -d -p /dev/shm headrace-bench.XXXX)
  folders+=("$folder")
  mkdir "$folder/hls"
  peer_rtmp=$(free_port)
  peer_http=$(free_port)
  sed "s|FOLDER|$folder|g; s|RTMP_PORT|$peer_rtmp|; s|HTTP_PORT|$peer_http|" "$root/bench/peers/nginx-rtmp.conf" >"$folder/nginx.conf"
  begin nginx -p /usr/lib/nginx -c "$folder/nginx.conf" 2>/dev/null
  nginx=$begun
  for _ in $(seq 100); do ! (: >"/dev/tcp/127.0.0.1/$peer_rtmp") 2>/dev/null || break; sleep 0.1; done
  peers=$nginx,$(pgrep -d, -P "$nginx")
}

has_nginx() { { type -P nginx >/dev/null && [ -e /usr/lib/nginx/modules/ngx_rtmp_module.so ]; } || { say "nginx: needs nginx-light and libnginx-mod-rtmp; left out"; return 1; }; }

# nginx: the publisher and the readers of the step rtmp.
nginx_readers() {
  has_nginx || return 0
  start_nginx
  begin "$tools/mpub" -f "$tools/src.flv" -u "rtmp://127.0.0.1:$peer_rtmp/live/s%d" -m 1 -t 600 -w 1 >/dev/null 2>&1
  publisher=$begun
  sleep 2
  for readers in 50 200; do read_by nginx "rtmp://127.0.0.1:$peer_rtmp/live/s0" "$readers" "$peers"; done
  end "$publisher"
  end "$nginx"
}

# nginxingest: RTMP in, without and with HLS, and HLS to 100 clients, of nginx.
nginx_ingest() {
  has_nginx || return 0
  local application
  for application in live hls; do
    start_nginx
    "$tools/mpub" -f "$tools/src.flv" -u "rtmp://127.0.0.1:$peer_rtmp/$application/s%d" -m 100 -t "$window" -w "$warm" -p "$peers" 2>/dev/null | record "nginx-$application-ingest"
    end "$nginx"
  done
  start_nginx
  begin "$tools/mpub" -f "$tools/src.flv" -u "rtmp://127.0.0.1:$peer_rtmp/hls/s%d" -m 5 -t 600 -w 1 >/dev/null 2>&1
  publisher=$begun
  sleep 24 # until the playlists are full
  "$tools/hload" -u "http://127.0.0.1:$peer_http/s%d.m3u8" -k 5 -n 100 -w "$warm" -t "$window" -p "$peers" | record nginx-hls
  end "$publisher"
  end "$nginx"
}

# udpingest: the same over UDP without signalling, as RTP and as bare MPEG-TS.
udpingest() {
  local kind
  for kind in rtp ts; do
    start_server
    "$tools/udppub" -k "$kind" -f "$tools/src.$([ "$kind" = ts ] && echo ts || echo h264)" -p "$rtp" -m 100 -b "$bit_rate" -t "$window" -w "$warm" -s "$server" | record "udpingest-$kind"
    end "$server"
  done
}

# growth: the same with more readers, and with more streams; the report puts lines through the points.
growth() {
  start_server
  publish 1
  sleep 2
  "$tools/mload" -u "rtsp://127.0.0.1:$rtsp/s0" -s 50,100,200,300,400 -w "$warm" -t "$window" -p "$server" | record growth-readers
  end "$publisher"
  end "$server"
  for streams in 10 25 50 75 100; do
    start_server
    "$tools/mpub" -f "$tools/src.flv" -u "rtsp://127.0.0.1:$rtsp/s%d" -m "$streams" -t "$window" -w "$warm" -p "$server" 2>/dev/null | record growth-streams
    end "$server"
  done
}

build
for round in $(seq "$rounds"); do
  say "round $round of $rounds …"
  if wants rtsp || wants udp || wants latency || wants memory || wants gstreamer; then rtsp_readers; fi
  if wants rtmp || wants flv || wants nginx; then rtmp_readers; fi
  if wants llhls || wants hls || wants dash; then hls_clients; fi
  if wants hlsts; then hls_ts_clients; fi
  if wants ingest; then ingest; fi
  if wants rtmpingest; then rtmpingest; fi
  if wants nginxingest; then nginx_ingest; fi
  if wants udpingest; then udpingest; fi
  if wants growth; then growth; fi
done
python3 "$root/bench/report.py" "$work/results" "$json"
