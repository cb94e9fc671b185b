#!/usr/bin/env bash
# Does what README.md says to a new user, in a fresh clone: GStreamer's RTSP server is the camera, Chromium the browser. Prints how long it took.
# The commands are README's own; only the camera's URL is put in, and the page is opened by a script instead of xdg-open. HEADRACE_HTTP__LISTEN chooses another port.
# With --fetch nothing that was ever downloaded is used: packages of NuGet and npm are fetched again.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=eng/packages.sh
. "$root/eng/packages.sh"
# shellcheck source=eng/build.sh
. "$root/eng/build.sh"
work=$(mktemp -d)
pids=()
clean() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; wait; rm -rf "$work"; }
trap clean EXIT

# What a new user has: a browser; here one that a script drives.
install_modules tests/clients

# The camera.
ffmpeg -nostdin -loglevel error -f lavfi -i testsrc2=size=1280x720:rate=25 -f lavfi -i sine=sample_rate=48000 -t 120 -c:v libx264 -preset ultrafast -g 50 -c:a aac "$work/clip.mp4"
/usr/bin/python3 "$root/tests/clients/rtsp_camera.py" 0 "$work/clip.mp4" h264 aac >"$work/camera" &
pids+=($!)
until grep -qs 'listens on' "$work/camera"; do sleep 0.2; done
camera=rtsp://$(sed 's/.*listens on //' "$work/camera")/cam

git clone -q "$root" "$work/headrace"
cd "$work/headrace"
command=$(sed -n '/^```sh$/,/^```$/p' README.md | grep -m1 '^\./run\.sh' | sed "s|rtsp://USER:PASSWORD@CAMERA/PATH|$camera|; s| *#.*||")
if [ "${1-}" = --fetch ]; then export NUGET_PACKAGES=$work/nuget npm_config_cache=$work/npm; fi
began=$(date +%s)
echo "\$ $command"
(eval "exec $command") >"$work/said" 2>"$work/log" &
server=$!
pids+=("$server")
until grep -q 'a player at' "$work/said"; do
  kill -0 "$server" 2>/dev/null || { cat "$work/said" "$work/log"; exit 1; }
  sleep 0.5
done
ready=$(date +%s)
page=$(sed -n 's/.*a player at //p' "$work/said")
echo "\$ xdg-open $page"
node "$root/tests/clients/play-page.mjs" "$page" --frames 75 --within 60 >"$work/seen"
seen=$(date +%s)
grep -q '"status":"live"' "$work/seen" || { cat "$work/seen" "$work/log"; exit 1; }
kill "$server"
wait "$server" || true
echo "load of this machine: $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) processors"
times >"$work/times"
echo "built and pulling after $((ready - began)) s, 75 pictures in the browser after $((seen - began)) s; CPU time of all that was waited for, user and system: $(tail -1 "$work/times")"
