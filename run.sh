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

if [ "$1" = demo ]; then
  want_command ffmpeg ffmpeg "makes the test picture"
  want_package fonts-dejavu-core "letters of the clock in the test picture"
else
  want_command ffmpeg ffmpeg "makes and converts pictures"
fi
pages=$(digest web)
if [ ! -f "$root/web/dist/player.html" ] || ! is_built "$root/web/.stamp" "$pages"; then want_node "builds the pages"; fi
install_wanted || { [ "$1" != demo ] && command -v npm >/dev/null && warn "Going on without them."; } || exit 1

check_sdk
build_pages || fail "The pages could not be built."
stamp=$root/src/Headrace.Server/bin/Release/.stamp
sources=$(digest src eng web Directory.Build.props Directory.Packages.props global.json .editorconfig)
if [ ! -f "$server" ] || ! is_built "$stamp" "$sources"; then
  say "Building the server …"
  dotnet build "$root/src/Headrace.Server/Headrace.Server.csproj" -c Release -v quiet -nologo -clp:NoSummary || fail "The server could not be built."
  built "$stamp" "$sources"
fi
exec dotnet "$server" "$@"
