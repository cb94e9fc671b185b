# shellcheck shell=bash
# Sourced by package.sh, after packages.sh, with $root set: lays out the Debian package, and builds it.
: "${root:?}"

# debian_package PROGRAM NOTICES VERSION ARCHITECTURE FILE: the package with the published program, as FILE.
debian_package() {
  local program=$1 notices=$2 version=$3 architecture=$4 file=$5 tree
  tree=$(mktemp -d "$root/artifacts/debian.XXXXXX")
  mkdir "$tree/DEBIAN"
  install -D -m 0755 "$program" "$tree/usr/bin/headrace"
  install -D -m 0644 "$root/eng/debian/headrace.service" "$tree/usr/lib/systemd/system/headrace.service"
  install -D -m 0644 "$root/eng/debian/headrace.yml" "$tree/etc/headrace/headrace.yml"
  install -D -m 0644 "$root/eng/debian/headrace.default" "$tree/etc/default/headrace"
  debian_documents "$tree/usr/share/doc/headrace" "$notices" "$version"
  install -d -m 0755 "$tree/usr/share/man/man1"
  manual_page "$program" "$version" | gzip -9n >"$tree/usr/share/man/man1/headrace.1.gz"
  install -m 0755 "$root/eng/debian/postinst" "$root/eng/debian/prerm" "$root/eng/debian/postrm" "$tree/DEBIAN/"
  printf '%s\n' /etc/headrace/headrace.yml /etc/default/headrace >"$tree/DEBIAN/conffiles"
  (cd "$tree" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
  sed -e "s/@VERSION@/$version/; s/@ARCHITECTURE@/$architecture/; s/@SIZE@/$(du -sk --exclude=DEBIAN "$tree" | cut -f1)/" "$root/eng/debian/control" >"$tree/DEBIAN/control"
  chmod -R u+rwX,go+rX,go-w "$tree"
  # The program is nearly all of it: zstd packs it in a second where xz takes a minute, for a fifth more.
  dpkg-deb --root-owner-group -Zzstd -z9 --build "$tree" "$file" >/dev/null
  rm -rf "$tree"
}

# debian_documents FOLDER NOTICES VERSION: licences, changes, and the manual.
debian_documents() {
  local folder=$1 notices=$2 version=$3 part
  install -D -m 0644 "$root/eng/debian/copyright" "$folder/copyright"
  gzip -9n <"$notices" >"$folder/ThirdPartyNotices.txt.gz"
  printf 'headrace (%s) stable; urgency=medium\n\n  * Built from the sources of this version.\n\n -- The Headrace authors <authors@headrace.invalid>  %s\n' \
    "$version" "$(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")" | gzip -9n >"$folder/changelog.gz"
  for part in operations protocols problems; do
    install -d -m 0755 "$folder/$part"
    install -m 0644 "$root/docs/$part"/*.md "$folder/$part/"
  done
}

# manual_page PROGRAM VERSION: with the help of the program itself, as roff wants it: no dot or quote begins a line, dashes and backslashes are meant.
manual_page() {
  "$1" --help | sed -e 's/\\/\\e/g' -e 's/-/\\-/g' -e "s/^\([.']\)/\\\\\&\1/" \
    | sed -e "s/@VERSION@/$2/" -e '/^@HELP@$/{r /dev/stdin' -e 'd' -e '}' "$root/eng/debian/headrace.1"
}
