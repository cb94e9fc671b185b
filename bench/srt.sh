#!/usr/bin/env bash
# Measures what readers over SRT cost: CPU seconds of the server's process for a Gbit sent, the publisher's 8 Mbit/s included.
#   bench/srt.sh [READERS] [SECONDS] [PASSPHRASE]
# The readers are srt-live-transmit (srt-tools), the publisher is ffmpeg. Build the server first: dotnet build src/Headrace.Server -c Release.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readers=${1:-10} window=${2:-10} passphrase=${3:-}
readonly http=127.0.0.1:18081 srt=127.0.0.1:18891 warm=6
work=$(mktemp -d)
started=()
trap 'kill "${started[@]}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT

# begin COMMAND…: starts a process; its id is in $begun.
begin() {
  "$@" >/dev/null 2>&1 &
  begun=$!
  started+=("$begun")
}

url() { printf 'srt://%s?streamid=%s%s' "$srt" "$1" "${passphrase:+&passphrase=$passphrase}"; }
ticks() { awk '{ print $14 + $15 }' "/proc/$server/stat"; }
sent() { curl -s "http://$http/metrics" | awk '/^headrace_sessions_sent_bytes_total\{protocol="srt",role="viewer"/ { print $2 }'; }

ffmpeg -nostdin -loglevel error -f lavfi -i testsrc2=s=1280x720:r=30 -t 10 -c:v libx264 -preset ultrafast -tune zerolatency -g 30 -pix_fmt yuv420p \
  -b:v 8M -minrate 8M -maxrate 8M -bufsize 4M -x264-params nal-hrd=cbr "$work/film.mp4"
begin dotnet "$root/src/Headrace.Server/bin/Release/net10.0/headrace.dll" serve --http:listen "$http" --rtsp:listen "" --rtp:listen "" --srt:listen "$srt" --srt:passphrase "$passphrase" --state "$work/state"
server=$begun
until curl -sf "http://$http/health" >"$work/health"; do sleep 0.2; done
begin ffmpeg -nostdin -loglevel error -re -stream_loop -1 -i "$work/film.mp4" -c copy -f mpegts "$(url publish:cam)"
sleep 4
for _ in $(seq "$readers"); do begin srt-live-transmit -q "$(url read:cam)" file://con; done
sleep "$warm"
bytes=$(sent) cpu=$(ticks)
sleep "$window"
bytes=$(($(sent) - bytes)) cpu=$(($(ticks) - cpu))
awk -v bytes="$bytes" -v cpu="$cpu" -v hertz="$(getconf CLK_TCK)" -v readers="$readers" -v seconds="$window" 'BEGIN {
  printf "%d readers, %.1f Mbit/s: %.2f CPU s a Gbit\n", readers, bytes * 8 / seconds / 1e6, cpu / hertz / (bytes * 8 / 1e9)
}'
