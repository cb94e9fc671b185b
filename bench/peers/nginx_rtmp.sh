#!/usr/bin/env bash
# nginx with its RTMP module as a server to compare with: bench/peers/nginx_rtmp.sh FOLDER. It takes any stream under live/ and plays it, on a port that it prints.
# Debian: nginx-light and libnginx-mod-rtmp.
set -euo pipefail
folder=${1:?folder for its files}
module=/usr/lib/nginx/modules/ngx_rtmp_module.so
mkdir -p "$folder"

# It cannot ask the system for a port.
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >"$folder/nginx.conf" <<END
load_module $module;
daemon off;
master_process off;
pid $folder/pid;
error_log stderr warn;
events { worker_connections 1024; }
rtmp {
  server {
    listen 127.0.0.1:$port;
    chunk_size 4096;
    access_log off;
    application live { live on; }
  }
}
END
echo "RTMP listens on 127.0.0.1:$port"
exec nginx -p "$folder" -c "$folder/nginx.conf" -e stderr
