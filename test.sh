#!/usr/bin/env bash
# Installs what tests need, builds everything, runs every test, and ends with "N passed, N failed" (and ", N skipped" where some were).
#   ./test.sh                  all tests
#   ./test.sh --fast           without browsers and long runs
#   ./test.sh --filter TEXT    only tests whose full name contains TEXT
#   ./test.sh --coverage       without browsers and long runs; shows which lines of the libraries ran, by library and folder, and names those below 95 %
#   ./test.sh --matrix         every sender with every reader and codec, and nothing else; writes docs/protocols/matrix.md
#                              HEADRACE_MATRIX_ROWS=TEXT runs the rows whose names contain it; the others keep what they were (artifacts/matrix)
# HEADRACE_FUZZ_ROUNDS sets how long parsers are fuzzed, CONFIGURATION=Release what is built. With CI=true a missing tool is a failure and not a skip.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=eng/packages.sh
. "$root/eng/packages.sh"
# shellcheck source=eng/build.sh
. "$root/eng/build.sh"
cd "$root"

fast='' filter='' coverage=''
while [ "$#" -gt 0 ]; do
  case $1 in
    --fast) fast=yes ;;
    --coverage) fast=yes coverage=yes ;;
    --filter)
      [ "$#" -gt 1 ] || fail "--filter needs a text"
      filter=$2
      shift
      ;;
    --filter=*) filter=${1#--filter=} ;;
    --matrix)
      filter=MatrixTests
      export HEADRACE_MATRIX=full
      ;;
    *) fail "usage: ./test.sh [--fast] [--coverage] [--filter TEXT] [--matrix]" ;;
  esac
  shift
done
configuration=${CONFIGURATION:-Debug}
limit=${HEADRACE_MATRIX:+90m} # of one test program: beyond it, it hangs
limit=${limit:-40m}
if [ -d "$root/../shared/media" ]; then export HEADRACE_TEST_MEDIA=${HEADRACE_TEST_MEDIA:-$(cd "$root/../shared/media" && pwd)}; fi

want_command ffmpeg ffmpeg "publishes, plays and decodes"
want_command ip iproute2 "makes networks for tests"
want_command iptables iptables "loses packets in them"
want_command curl curl "asks the API in them"
want_package libsrt1.5-gnutls "SRT"
want_command srt-live-transmit srt-tools "publishes and plays over SRT"
want_package fonts-dejavu-core "letters in test pictures"
want_node "builds and tests the pages"
if [ -z "$fast" ]; then
  want_command chromium chromium "plays in a browser"
  want_command mpv mpv "plays"
  want_command vlc vlc-bin "plays"
  want_package vlc-plugin-base "plays"
  want_package vlc-plugin-access-extra "plays over SRT"
  want_command nginx nginx "relays RTMP"
  want_package libnginx-mod-rtmp "relays RTMP"
  want_command systemctl systemd "runs the Debian package"
  want_command gst-launch-1.0 gstreamer1.0-tools "publishes and plays"
  for part in plugins-base plugins-good plugins-bad plugins-ugly libav rtsp; do want_package "gstreamer1.0-$part" "publishes and plays"; done
  for part in python3-gi gir1.2-gst-rtsp-server-1.0; do want_package "$part" "is the camera of tests"; done
fi
install_wanted || warn "Going on without them: tests that need them are skipped."

passed=0 failed=0 skipped=0
failures=()
declare -A started=()
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

# failed_step WHAT: counts a step that is no test as one failure.
failed_step() {
  failed=$((failed + 1))
  failures+=("$1")
}

# run_pages: types and tests of the pages.
run_pages() {
  local log=$results/pages count
  build_pages || { failed_step "web: does not build"; return; }
  (cd web && node node_modules/typescript/bin/tsc --noEmit) || failed_step "web: types do not fit"
  (cd web && node test.mjs --test-reporter=tap) >"$log" 2>&1 || true
  passed=$((passed + $(tap_count "$log" pass)))
  count=$(tap_count "$log" fail)
  if [ "$(tap_count "$log" tests)" -eq 0 ]; then count=1; fi
  say "web: $(tap_count "$log" pass) passed, $count failed"
  [ "$count" -eq 0 ] || { cat "$log"; failed=$((failed + count)); failures+=("web: $count tests"); }
}
tap_count() { sed -n "s/^# $2 \([0-9]*\)\$/\1/p" "$1" | awk '{ n += $1 } END { print n + 0 }'; }

# execute DLL: runs a test program; what it says and found is in the folder of results.
execute() {
  local name options
  name=$(basename "$1" .dll)
  if counts_lines "$name"; then
    cover "$name"
    return
  fi
  options=(-noLogo -noColor -xml "$results/$name.xml")
  [ -z "$fast" ] || options+=(-trait- "Speed=slow")
  [ -z "$filter" ] || options+=(-method "*$filter*")
  # What a shell starts in the background would not hear SIGINT, nor would its children.
  env --default-signal=INT,QUIT timeout --kill-after=20s "$limit" dotnet exec "$1" "${options[@]}" >"$results/$name.log" 2>&1
}

# run_program DLL: runs a test program, or waits for one that was started, shows its words if something failed, and counts.
run_program() {
  local name xml log code=0 ok bad lost errors
  name=$(basename "$1" .dll)
  xml=$results/$name.xml log=$results/$name.log
  if [ -n "${started[$name]:-}" ]; then wait "${started[$name]}" || code=$?; else execute "$1" || code=$?; fi
  ok=$(attribute "$xml" passed) bad=$(attribute "$xml" failed) lost=$(attribute "$xml" skipped) errors=$(attribute "$xml" errors)
  # A browser that the machine starves loses frames: what failed with real programs runs once more, with the other cases of its method, when nothing else does.
  # Both runs are shown; what fails in both has failed. The whole matrix, which tries each of its cells again by itself, does not begin anew.
  if [[ $name = *.Interop.Tests ]] && [ -z "${HEADRACE_MATRIX:-}" ] && [ "$bad" -gt 0 ] && [ "$errors" -eq 0 ] && [ "$code" -ne 124 ]; then
    cat "$log"
    say "$name: $bad failed; once more, alone:"
    local again=(-noLogo -noColor -xml "$xml")
    failed_tests "$xml" >"$results/once"
    while read -r method; do again+=(-method "$method"); done < <(failed_methods "$xml")
    code=0
    timeout --kill-after=20s "$limit" dotnet exec "$1" "${again[@]}" >"$log" 2>&1 || code=$?
    local twice
    twice=$(failed_tests "$xml" | comm -12 "$results/once" - | wc -l)
    ok=$((ok + bad - twice)) bad=$twice errors=$(attribute "$xml" errors)
    if [ "$code" -ne 124 ] && [ "$((bad + errors))" -eq 0 ] && [ "$(attribute "$xml" total)" -gt 0 ]; then
      [ "$code" -eq 0 ] || cat "$log"
      code=0
    fi
  fi
  passed=$((passed + ok)) failed=$((failed + bad + errors)) skipped=$((skipped + lost))
  if [ "$ok$bad$lost$errors$code" != 00000 ]; then say "$name: $ok passed, $bad failed, $lost skipped, $(attribute "$xml" time | cut -c1-6) s"; fi
  if [ "$code" -ne 0 ]; then
    cat "$log"
    while read -r test; do failures+=("$test"); done < <(failed_tests "$xml")
    if [ "$errors" -gt 0 ]; then failures+=("$name: $errors errors outside of tests"); fi
    if [ "$((bad + errors))" -eq 0 ]; then failed_step "$name: the test program ended with $code$([ "$code" -ne 124 ] || printf ' (over %s)' "$limit")"; fi
  elif [ "$lost" -gt 0 ]; then
    grep -F '[SKIP]' -A1 "$log" || true
  fi
}
# counts_lines NAME: whether the lines are counted that a test program runs. Programs that run others, or look at the source, run none of the libraries'.
counts_lines() { [ -n "$coverage" ] && case $1 in *.Interop.Tests | *.Architecture.Tests | *.TestKit.Tests) false ;; esac }
# cover NAME: what execute does, under the collector that notes which lines ran, into $results/coverage.
cover() {
  local code=0
  env --default-signal=INT,QUIT timeout --kill-after=20s "$limit" dotnet test "tests/$1" -c "$configuration" --no-build --nologo --logger 'console;verbosity=minimal' --logger "trx;LogFileName=$1.trx" \
    --filter "Speed!=slow${filter:+&FullyQualifiedName~$filter}" --collect 'Code Coverage;Format=cobertura' --results-directory "$results/coverage/$1" >"$results/$1.log" 2>&1 || code=$?
  node eng/trx.mjs "$results/coverage/$1/$1.trx" >"$results/$1.xml" || true
  return "$code"
}
# failed_tests FILE: the names of tests that failed, sorted.
failed_tests() { { grep -o '<test [^>]*result="Fail"' "$1" 2>/dev/null || true; } | sed 's/.* name="\([^"]*\)".*/\1/; s/\\*&quot;/"/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g' | sort; }
# failed_methods FILE: the methods of tests that failed, as the runner's filter wants them.
failed_methods() { grep -o '<test [^>]*>' "$1" | grep -F ' result="Fail"' | sed 's/.* type="\([^"]*\)".* method="\([^"]*\)".*/\1.\2/' | sort -u; }
# attribute FILE NAME: of the <assembly> element; 0 where the program left no results.
attribute() { { grep -om1 '<assembly [^>]*' "$1" 2>/dev/null || true; } | sed -n "s/.* $2=\"\([^\"]*\)\".*/\1/p" | grep . || printf '0\n'; }

check_sdk
if [ -z "$filter" ]; then
  if command -v npm >/dev/null 2>&1; then run_pages; elif [ "${CI:-}" = true ]; then failed_step "web: npm is missing"; fi
else
  build_pages || failed_step "web: does not build"
fi
if [ -z "$fast" ] && command -v npm >/dev/null 2>&1; then install_modules tests/clients || failed_step "tests/clients: npm packages cannot be installed"; fi

say "Building ($configuration) …"
if dotnet_build Headrace.slnx -c "$configuration"; then
  # Tests that install the packages would make them, too, but while others run.
  if [ -z "$fast$filter" ]; then ./package.sh || failed_step "package.sh: no packages"; fi
  programs=()
  for project in tests/*.Tests/; do
    name=$(basename "$project")
    program=$project/bin/$configuration/net10.0/$name.dll
    if [ -f "$program" ]; then programs+=("$program"); else failed_step "$name: was not built; is it in Headrace.slnx?"; fi
  done
  # The tests of endpoints wait for sockets more than they compute: they run beside those that compute. Real programs have the machine to themselves, at the end.
  waiting=tests/Headrace.Endpoints.Tests/bin/$configuration/net10.0/Headrace.Endpoints.Tests.dll
  if [ -f "$waiting" ]; then
    execute "$waiting" &
    started[Headrace.Endpoints.Tests]=$!
  fi
  for program in "${programs[@]}"; do [[ $program = *.Interop.Tests.dll || $program = *.Endpoints.Tests.dll ]] || run_program "$program"; done
  for program in "${programs[@]}"; do [[ $program != *.Endpoints.Tests.dll ]] || run_program "$program"; done
  for program in "${programs[@]}"; do [[ $program != *.Interop.Tests.dll ]] || run_program "$program"; done
else
  failed_step "the solution does not build"
fi

if [ -n "$coverage" ]; then
  find "$results/coverage" -name '*.cobertura.xml' -print0 2>/dev/null | xargs -0 node eng/coverage.mjs "$root" || failed_step "coverage: cannot be told"
fi

if [ "$((passed + failed))" -eq 0 ]; then failed_step "no test was run"; fi
if [ "${#failures[@]}" -gt 0 ]; then
  say "Failed:"
  printf '  %s\n' "${failures[@]}"
fi
if [ "$skipped" -gt 0 ]; then say "$passed passed, $failed failed, $skipped skipped"; else say "$passed passed, $failed failed"; fi
[ "$failed" -eq 0 ]
