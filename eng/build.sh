# shellcheck shell=bash
# Sourced by run.sh and test.sh, after packages.sh, with $root set: builds only what changed since it was last built.
: "${root:?}"

# digest PATH...: one hash over the names and bytes of all files below, without what builds produce.
digest() {
  (cd "$root" && find "$@" -type d \( -name bin -o -name obj -o -name node_modules -o -name dist \) -prune -o -type f ! -name .stamp -print0 \
    | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)
}

# is_built STAMP DIGEST, built STAMP DIGEST: whether the stamp file says that this was built; makes it say so.
is_built() { [ "$(cat "$1" 2>/dev/null)" = "$2" ]; }
built() { printf '%s\n' "$2" >"$1"; }

# check_sdk: fails, saying what to do, unless a suitable .NET SDK is there.
check_sdk() {
  # .NET ends at once where ICU is missing, unless told that it is not needed.
  if ! { /sbin/ldconfig -p 2>/dev/null || true; } | grep libicuuc >/dev/null; then export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1; fi
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
  if ! command -v dotnet >/dev/null 2>&1 && [ -x "${DOTNET_ROOT:-$HOME/.dotnet}/dotnet" ]; then PATH="${DOTNET_ROOT:-$HOME/.dotnet}:$PATH"; fi
  command -v dotnet >/dev/null 2>&1 || fail "The .NET SDK 10 is missing: see https://dotnet.microsoft.com/download/dotnet/10.0"
  (cd "$root" && dotnet --version >/dev/null 2>&1) || fail "No .NET SDK 10 is installed (dotnet --list-sdks shows which are): see https://dotnet.microsoft.com/download/dotnet/10.0"
}

# install_modules FOLDER: the npm packages that the folder's lock file names.
install_modules() {
  local folder=$root/$1 lock
  lock=$(digest "$1/package-lock.json")-$(uname -m)
  is_built "$folder/node_modules/.stamp" "$lock" && return 0
  (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) || return 1
  built "$folder/node_modules/.stamp" "$lock"
}

# build_pages: web/dist, from web/.
build_pages() {
  local sources
  sources=$(digest web)
  if [ -f "$root/web/dist/player.html" ] && is_built "$root/web/.stamp" "$sources"; then return 0; fi
  say "Building the pages …"
  install_modules web && (cd "$root/web" && node build.mjs) && built "$root/web/.stamp" "$sources"
}

# dotnet_build ARGUMENT...: builds, and shows what the compiler says only when it fails.
dotnet_build() {
  local log
  log=$(dotnet build -v quiet -nologo -clp:NoSummary "$@" 2>&1) || { printf '%s\n' "$log"; return 1; }
}
