#!/usr/bin/env bash
# Builds Headrace where needed and starts it. Without arguments: the demo, a test picture published as stream "demo".
#   ./run.sh                                 the demo
#   ./run.sh serve --config headrace.yml     any command of the server, with its arguments
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=eng/packages.sh
. "$root/eng/packages.sh"
# shellcheck source=eng/build.sh
. "$root/eng/build.sh"

server=$root/src/Headrace.Server/bin/Release/net10.0/headrace.dll
[ "$#" -gt 0 ] || set -- demo

case $1 in demo | serve)
  want_command ffmpeg ffmpeg "makes the test picture"
  want_package libsrt1.5-gnutls "SRT"
  want_package fonts-dejavu-core "letters of the clock in the test picture"
  ;;
esac
pages=$(digest web)
if [ ! -f "$root/web/dist/player.html" ] || ! is_built "$root/web/.stamp" "$pages"; then want_node "builds the pages"; fi
if ! install_wanted; then
  # Only the demo cannot do without a test picture; nothing can be built without Node.js.
  if { [ "$1" = demo ] && [[ " ${wanted[*]} " = *" ffmpeg "* ]]; } || [[ " ${wanted[*]} " = *" nodejs "* ]] || [[ " ${wanted[*]} " = *" npm "* ]]; then exit 1; fi
  warn "Going on without them: without ffmpeg streams whose source is test: will not run, without libsrt there is no SRT."
fi

check_sdk
build_pages || fail "The pages could not be built."
stamp=$root/src/Headrace.Server/bin/Release/.stamp
sources=$(digest src eng web Directory.Build.props Directory.Packages.props global.json .editorconfig)
if [ ! -f "$server" ] || ! is_built "$stamp" "$sources"; then
  say "Building the server …"
  dotnet_build "$root/src/Headrace.Server/Headrace.Server.csproj" -c Release || fail "The server could not be built."
  built "$stamp" "$sources"
fi
exec dotnet "$server" "$@"
