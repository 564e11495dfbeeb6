#!/bin/sh
# Installs netwho on Linux, for the user who runs it and without root:
#
#   curl -fsSL https://github.com/netwho/netwho/releases/latest/download/install.sh | sh
#   curl -fsSL .../install.sh | sh -s -- --version 0.1.0 --dir ~/bin
#
# `--help` tells the options. Nothing is put in its place before its checksum is right and it has run.
set -eu

RELEASES=https://github.com/netwho/netwho/releases

main() {
  newline='
'
  base=${NETWHO_BASE_URL:-$RELEASES}
  base=${base%/}
  version='' dir='' action=install attestation=''
  while [ $# -gt 0 ]; do
    case $1 in
      --version | --dir)
        if [ $# -lt 2 ] || [ -z "$2" ]; then fail_usage "The option $1 needs a value"; fi
        if [ "$1" = --dir ]; then dir=$2; else version=${2#v}; fi
        shift
        ;;
      --version=?*) version=${1#*=} version=${version#v} ;;
      --dir=?*) dir=${1#*=} ;;
      --attestation) attestation=yes ;;
      --uninstall) action=uninstall ;;
      -h | --help) show_help && return ;;
      *) fail_usage "Unknown option $1" ;;
    esac
    shift
  done
  case $version in
    *[!0-9A-Za-z.+-]*) fail_usage "Unknown version $version: it must be like 0.1.0" ;;
  esac
  if [ -z "$dir" ]; then
    [ -n "${HOME:-}" ] || fail 'Cannot choose a folder: HOME is not set. Give one with --dir'
    check_home
    dir=$HOME/.local/bin
  fi
  make_whole
  "$action"
}

# Root who kept the HOME of another user would put files there which that user cannot
# replace, and run a program in a folder where that user can.
check_home() {
  [ "$action" = install ] && [ "$(id -u)" -eq 0 ] || return 0
  # dash, bash and BusyBox know -O.
  # shellcheck disable=SC3067
  [ -O "$HOME" ] || fail "Cannot choose a folder: you are root, and $HOME is the home of another user.
Install as that user, or give a folder: --dir /usr/local/bin"
}

# The folder as it would stand on the PATH. A relative one could begin with a hyphen.
make_whole() {
  case $dir in
    # Shells leave the tilde of --dir=~/bin as it is.
    \~ | \~/*)
      [ -n "${HOME:-}" ] || fail "Cannot tell which folder $dir is: HOME is not set"
      dir=$HOME${dir#\~}
      ;;
  esac
  case $dir in
    *:*) fail_usage "The folder $dir cannot be on the PATH, since its name holds a colon" ;;
    *"$newline"*) fail_usage 'The name of the folder holds a line break' ;;
    /*) ;;
    *) dir=$(pwd)/$dir ;;
  esac
  while :; do
    case $dir in
      /) return ;;
      */) dir=${dir%/} ;;
      */.) dir=${dir%.} ;;
      *) return ;;
    esac
  done
}

show_help() {
  cat <<'HELP'
Installs netwho on Linux, for the user who runs this.

  --version VERSION  this version, not the latest one
  --dir FOLDER       into this folder, not into ~/.local/bin
  --attestation      also ask GitHub's gh whether GitHub built the file from netwho's repository
  --uninstall        remove it again
  --help             show this

NETWHO_BASE_URL names a mirror. It holds what https://github.com/netwho/netwho/releases holds:
latest/download/FILE and download/vVERSION/FILE.
HELP
}

install() {
  asset=netwho-linux-$(architecture).tar.gz
  if [ -n "$version" ]; then from=$base/download/v$version; else from=$base/latest/download; fi
  check_folder
  for tool in tar gzip mktemp; do
    has "$tool" || fail "Cannot unpack netwho: $tool is missing. Install it and try again"
  done
  hash_tool >/dev/null

  child='' temporary='' staged='' made=''
  trap clean EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  temporary=$(mktemp -d "${TMPDIR:-/tmp}/netwho.XXXXXXXXXX") ||
    fail 'Cannot make a temporary folder. Set TMPDIR to a folder that you may write to'

  say "Downloading $from/$asset"
  download "$from/SHA256SUMS" "$temporary/SHA256SUMS"
  wanted=$(listed_hash "$temporary/SHA256SUMS")
  [ -n "$wanted" ] || fail "Cannot check $asset: $from/SHA256SUMS does not name it.
Does something between here and that server answer in its place, such as a log-in page?"
  case $wanted in
    *"$newline"*) fail "Cannot check $asset: $from/SHA256SUMS names it several times" ;;
  esac
  download "$from/$asset" "$temporary/$asset"
  found=$(hash_of "$temporary/$asset")
  [ "$wanted" = "$found" ] || fail "The checksum of $asset is wrong. Nothing was installed.
  wanted: $wanted
  found:  $found
The download was cut, changed on its way, or a release came out meanwhile. Try again."
  check_attestation
  put_in_place
  tell_done
}

# The part of an asset's name that stands for this machine.
architecture() {
  system=$(uname -s)
  case $system in
    Linux) ;;
    MINGW* | MSYS* | CYGWIN*) fail "Cannot install for $system: on Windows use install.ps1, in PowerShell" ;;
    *) fail "Cannot install for $system: there are builds for Linux and Windows" ;;
  esac
  machine=$(uname -m)
  case $machine in
    x86_64 | amd64) name=x64 loader=/lib64/ld-linux-x86-64.so.2 ;;
    aarch64 | arm64) name=arm64 loader=/lib/ld-linux-aarch64.so.1 ;;
    *) fail "Cannot install for $machine: there are builds for x86_64 and aarch64.
With Deno, netwho runs from source: https://github.com/netwho/netwho/blob/main/docs/install.md" ;;
  esac
  # The loader that the executable names: glibc's. A 32-bit system on a 64-bit kernel lacks it too.
  [ -e "$loader" ] || fail "Cannot install here: $loader is missing. netwho needs glibc, and this system
has another C library (musl, as Alpine has) or keeps glibc elsewhere (NixOS)."
  echo "$name"
}

# Says early, before anything is downloaded, that the folder cannot be written to.
check_folder() {
  if [ -d "$dir/netwho" ]; then fail "Cannot install: $dir/netwho is a folder. Choose another with --dir"; fi
  parent=$dir
  while [ ! -d "$parent" ]; do
    [ ! -e "$parent" ] || fail "Cannot install into $dir: $parent is a file. Choose another folder with --dir"
    parent=$(dirname "$parent")
  done
  [ -w "$parent" ] || fail "Cannot install into $dir: you may not write to $parent.
Choose a folder of your own with --dir"
}

# Downloads a URL into a file. The tool runs beside the shell: a shell that waits for a program does not
# hear that it is to end, and one that is told so must not leave the program behind.
download() { # URL FILE
  status=0
  if has curl; then
    # An https URL must not lead to one without TLS.
    case $1 in http:*) protocols='=http,https' ;; *) protocols='=https' ;; esac
    if [ -t 2 ]; then progress=--progress-bar; else progress=--silent; fi
    curl --fail --location --show-error "$progress" --proto "$protocols" --connect-timeout 30 \
      --speed-limit 1 --speed-time 60 --output "$2" "$1" &
  elif has wget; then
    # BusyBox knows few options, and its 1.35 crashes on -T.
    case $(wget --version 2>/dev/null) in
      'GNU Wget'*) wget -nv -t 2 -T 60 -O "$2" "$1" 2>"$temporary/wget" & ;;
      *) wget -q -O "$2" "$1" 2>"$temporary/wget" & ;;
    esac
  else
    fail 'Cannot download: neither curl nor wget is there. Install one of them and try again'
  fi
  child=$!
  wait "$child" || status=$?
  child=''
  [ "$status" -eq 0 ] && return
  if [ -s "$temporary/wget" ]; then cat "$temporary/wget" >&2; fi
  fail "Cannot download $1 (the line above says why). Nothing was installed.
404 means that there is no such version, or no build of it for this machine: see $base"
}

# The checksum that a list has for the asset; nothing where the list does not name it, several where it
# has several. A mirror may have changed its line ends, or cut the last one.
listed_hash() { # LIST
  return=$(printf '\r')
  while read -r sum name || [ -n "$sum" ]; do
    name=${name%"$return"}
    if [ "${name#\*}" = "$asset" ] && [ ${#sum} -eq 64 ]; then
      case $sum in *[!0-9a-f]*) ;; *) echo "$sum" ;; esac
    fi
  done <"$1"
}

hash_tool() {
  for tool in sha256sum shasum openssl; do
    if has "$tool"; then echo "$tool" && return; fi
  done
  fail 'Cannot check the download: none of sha256sum, shasum and openssl is there. Install one of them'
}

hash_of() { # FILE
  case $(hash_tool) in
    sha256sum) line=$(sha256sum <"$1") ;;
    shasum) line=$(shasum -a 256 <"$1") ;;
    *) line=$(openssl dgst -sha256 -r <"$1") ;;
  esac
  echo "${line%% *}"
}

# The checksum comes from where the file comes from: it shows that the file is whole, and no more.
check_attestation() {
  if [ -z "$attestation" ]; then return; fi
  has gh || fail 'Cannot check the attestation: gh is missing. Install it, or leave out --attestation'
  gh attestation verify "$temporary/$asset" --repo netwho/netwho </dev/null >&2 ||
    fail "The attestation of $asset was not confirmed. Nothing was installed."
}

# Renames at the very end, within one folder: there is the old program or the new one, and a running one
# keeps its file. It is run there before, since programs may be forbidden in the temporary folder.
put_in_place() {
  tar -xzf "$temporary/$asset" -C "$temporary" netwho || fail "Cannot unpack $asset. Nothing was installed."
  { [ -f "$temporary/netwho" ] && [ ! -L "$temporary/netwho" ]; } ||
    fail "Cannot unpack $asset: there is no file netwho in it"
  made=$dir
  mkdir -p "$dir" || fail "Cannot make the folder $dir"
  staged=$(mktemp "$dir/.netwho.XXXXXXXXXX") || fail "Cannot write to $dir. Choose another folder with --dir"
  cat "$temporary/netwho" >"$staged" || fail "Cannot write to $dir. Is its disk full?"
  chmod 755 "$staged"
  told=$("$staged" --version 2>&1 </dev/null) || fail "netwho does not run here. Nothing was installed.
$told
Does the disk of $dir forbid programs (noexec)? Choose another folder with --dir"
  if [ -n "$version" ] && [ "$told" != "netwho $version" ]; then
    fail "Asked for netwho $version, and got $told. Nothing was installed."
  fi
  mv -f "$staged" "$dir/netwho" || fail "Cannot replace $dir/netwho"
  staged='' made=''
}

tell_done() {
  say "Installed $told as $dir/netwho"
  if [ -z "$attestation" ]; then
    say "Its checksum is the one that the release names: the download is whole. Who built it, GitHub tells:
  gh attestation verify $(quoted "$dir/netwho") --repo netwho/netwho"
  fi
  case :$PATH: in
    *:"$dir":*)
      first=$(command -v netwho || true)
      if [ "$first" != "$dir/netwho" ]; then say "Another netwho comes first on your PATH: $first"; fi
      ;;
    *) say "$dir is not on your PATH. Add this line to ~/.profile, and log in again:
  export PATH=$(quoted "$dir"):\"\$PATH\"" ;;
  esac
  say 'To complete its commands in this shell: netwho completions --help'
}

# A text as a shell is to be given it.
quoted() { # TEXT
  case $1 in
    *[!0-9A-Za-z/._+@-]*) printf "'%s'" "$(printf '%s\n' "$1" | sed "s/'/'\\\\''/g")" ;;
    *) printf '%s' "$1" ;;
  esac
}

uninstall() {
  if [ ! -e "$dir/netwho" ] && [ ! -L "$dir/netwho" ]; then
    fail "There is no netwho in $dir. Name its folder with --dir"
  fi
  { [ ! -d "$dir/netwho" ] && rm -f "$dir/netwho"; } || fail "Cannot remove $dir/netwho"
  say "Removed $dir/netwho"
  say 'What it wrote stays: its history, its cache and its scheduled tasks. docs/install.md says where they are.'
}

# What must not stay, however the script ends.
clean() {
  if [ -n "$child" ]; then kill "$child" 2>/dev/null || true; fi
  if [ -n "$staged" ]; then rm -f "$staged"; fi
  # The folders that were made for it; a folder that holds anything stays.
  while [ -n "$made" ] && [ "$made" != "$parent" ] && rmdir "$made" 2>/dev/null; do
    made=$(dirname "$made")
  done
  if [ -n "$temporary" ]; then rm -rf "$temporary"; fi
}

has() { command -v "$1" >/dev/null 2>&1; }

say() { printf '%s\n' "$1"; }

fail() { say "install.sh: $1" >&2 && exit "${2:-1}"; }

fail_usage() { fail "$1. --help tells the options" 2; }

# The only line that does anything: a script that is cut on its way does nothing.
main "$@"
