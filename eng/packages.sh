# shellcheck shell=bash
# Sourced by run.sh and test.sh: finds what the machine lacks, and installs it with apt where that is allowed.

wanted=()  # packages to install
reasons=() # "package (why)" of each

say() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }
fail() { warn "$@"; exit 1; }

# want_command COMMAND PACKAGE WHY: the package is wanted unless the command exists.
want_command() {
  command -v "$1" >/dev/null 2>&1 || { wanted+=("$2"); reasons+=("$2 ($3)"); }
}

# want_package PACKAGE WHY: the package is wanted unless dpkg knows it as installed.
want_package() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ] || { wanted+=("$1"); reasons+=("$1 ($2)"); }
}

# want_node: Node.js 18 or later, and npm.
want_node() {
  if ! node -e 'process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)' >/dev/null 2>&1; then
    wanted+=(nodejs)
    reasons+=("nodejs ($1)")
  fi
  want_command npm npm "$1"
}

# install_wanted: installs what was wanted, saying what and why. Fails, naming the command to run, where it may not or cannot.
install_wanted() {
  [ "${#wanted[@]}" -gt 0 ] || return 0
  local as_root=() attempt
  say "Missing on this machine:"
  printf '  %s\n' "${reasons[@]}"
  if ! command -v apt-get >/dev/null 2>&1; then
    warn "There is no apt-get here: install these with this system's own tools and start again."
    return 1
  fi
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1 || { [ ! -t 0 ] && ! sudo -n true 2>/dev/null; }; then
      warn "They cannot be installed by this user. Run this as root, and start again:"
      warn "  apt-get update && apt-get install -y --no-install-recommends ${wanted[*]}"
      return 1
    fi
    as_root=(sudo)
  fi
  as_root+=(env DEBIAN_FRONTEND=noninteractive)
  say "Installing them with apt …"
  local options=(-q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3) log
  log=$(mktemp)
  for attempt in 1 2 3; do
    if "${as_root[@]}" apt-get "${options[@]}" update >"$log" 2>&1 \
      && "${as_root[@]}" apt-get "${options[@]}" install -y --no-install-recommends "${wanted[@]}" >>"$log" 2>&1 </dev/null; then
      rm -f "$log"
      wanted=()
      reasons=()
      hash -r
      return 0
    fi
    [ "$attempt" -eq 3 ] || sleep $((attempt * 5))
  done
  tail -n 15 "$log" >&2
  rm -f "$log"
  warn "apt could not install them; its last words are above. Run this as root when that is mended, and start again:"
  warn "  apt-get update && apt-get install -y --no-install-recommends ${wanted[*]}"
  return 1
}
