#!/usr/bin/env bash
# Makes what is installed elsewhere, for this machine's processor, in artifacts/packages/:
#   headrace-VERSION-PLATFORM.tar.gz   the server as one file that needs no .NET, with its licences
#   headrace_VERSION_ARCH.deb          the Debian package: server, service, user, directories, manual
#   SHA256SUMS                         of both
# Nothing is done when they are those of this source already.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=eng/packages.sh
. "$root/eng/packages.sh"
# shellcheck source=eng/build.sh
. "$root/eng/build.sh"
# shellcheck source=eng/debian.sh
. "$root/eng/debian.sh"
[ "$#" -eq 0 ] || fail "usage: ./package.sh"

case $(uname -m) in
  x86_64) platform=linux-x64 architecture=amd64 ;;
  aarch64) platform=linux-arm64 architecture=arm64 ;;
  *) fail "Packages are made for x86-64 and ARM of 64 bits; this is $(uname -m)." ;;
esac
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$root/Directory.Build.props")
commit=$(git -C "$root" rev-parse HEAD 2>/dev/null || printf unknown)
SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct 2>/dev/null || stat -c %Y "$root/Directory.Build.props")
export SOURCE_DATE_EPOCH
packages=$root/artifacts/packages
archive=$packages/headrace-$version-$platform.tar.gz
debian=$packages/headrace_${version}_$architecture.deb

# publish FOLDER: the server as one file. Its intermediate files are its own, so that no other build is disturbed.
publish() {
  dotnet publish "$root/src/Headrace.Server/Headrace.Server.csproj" -v quiet -nologo -clp:NoSummary -c Release -r "$platform" --artifacts-path "$root/artifacts/build" -o "$1" \
    -p:DebugType=embedded -p:CommitDate="$(date -u -d "@$SOURCE_DATE_EPOCH" +%F)" 9>&-
}

# runtime_notices FILE: the notices of the runtime that was put in: of its package, else of the SDK.
runtime_notices() {
  local notices
  notices=$(find "${NUGET_PACKAGES:-$HOME/.nuget/packages}/microsoft.netcore.app.runtime.$platform" -iname '*third*notices.txt' 2>/dev/null | sort -V | tail -n 1)
  [ -n "$notices" ] || fail "The notices of the runtime's parts are not in its package."
  install -m 0644 "$notices" "$1"
}

# pack_archive FOLDER FILE: the folder's content below one directory, the same bytes whenever it is made.
pack_archive() {
  tar --create --owner=0 --group=0 --sort=name --mtime="@$SOURCE_DATE_EPOCH" -C "$(dirname "$1")" "$(basename "$1")" | gzip -n >"$2"
}

pages=$(digest web)
if [ ! -f "$root/web/dist/player.html" ] || ! is_built "$root/web/.stamp" "$pages"; then want_node "builds the pages"; fi
install_wanted || exit 1
check_sdk
mkdir -p "$packages"
exec 9>"$root/artifacts/.lock"
flock 9
sources=$commit-$(digest src eng web docs package.sh LICENSE Directory.Build.props Directory.Packages.props global.json .editorconfig)
if is_built "$packages/.stamp" "$sources"; then exit 0; fi

build_pages || fail "The pages could not be built."
say "Publishing the server for $platform …"
rm -f "$packages/.stamp" "$packages"/headrace-*.tar.gz "$packages"/headrace_*.deb
tree=$root/artifacts/publish/headrace-$version-$platform
rm -rf "$tree"
mkdir -p "$tree"
log=$(publish "$tree" 2>&1) || { printf '%s\n' "$log" >&2; fail "The server could not be published."; }
runtime_notices "$tree/ThirdPartyNotices.txt"
install -m 0644 "$root/LICENSE" "$tree/"
pack_archive "$tree" "$archive"
if command -v dpkg-deb >/dev/null 2>&1; then
  debian_package "$tree/headrace" "$tree/ThirdPartyNotices.txt" "$version" "$architecture" "$debian"
else
  warn "There is no dpkg-deb here: the Debian package is left out."
fi
(cd "$packages" && sha256sum -- headrace[-_]*) >"$packages/SHA256SUMS"
built "$packages/.stamp" "$sources"
(cd "$packages" && ls -sh1 -- headrace[-_]*)
