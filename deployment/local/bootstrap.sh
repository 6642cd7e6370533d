#!/bin/sh
# bootstrap.sh NODE-ARGUMENTS...: Node 24, dependencies and build, each only when something changed; then `node` with the
# arguments. Called by the scripts of package.json, so it has to work before anything is installed: POSIX sh, coreutils, npm.
# Stamps are written last: what was interrupted is done again.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
cd "$root"

# The major version that n8n 2.41 asks for.
node_major=24

die() {
  echo "odoo-module-builder: $1" >&2
  exit 1
}

say() {
  echo "odoo-module-builder: $1" >&2
}

# quietly LABEL COMMAND...: output into a file, shown only if the command fails.
quietly() {
  label=$1
  shift
  mkdir -p .local
  if ! "$@" >".local/$label.log" 2>&1; then
    tail -n 30 ".local/$label.log" >&2
    die "$label failed; all of its output is in $root/.local/$label.log"
  fi
}

is_new_enough() {
  version=$("$1" --version 2>/dev/null) || return 1
  version=${version#v}
  [ "${version%%.*}" -ge "$node_major" ] 2>/dev/null
}

use_node() {
  if is_new_enough node; then return; fi
  own=$root/.node/node_modules/node/bin
  if is_new_enough "$own/node"; then
    PATH="$own:$PATH"
    export PATH
    return
  fi
  command -v npm >/dev/null || die "Node $node_major or newer is needed and npm to fetch it is missing: install Node $node_major (https://nodejs.org), or npm."
  say "fetching Node $node_major (once)"
  mkdir -p "$root/.node"
  # A package.json of its own: npm would climb up to the project's. Its install script puts the binary into place.
  echo '{ "private": true }' >"$root/.node/package.json"
  quietly fetch-node npm install --prefix "$root/.node" --no-save --no-package-lock --no-audit --no-fund --ignore-scripts=false "node@$node_major"
  is_new_enough "$own/node" || die "the npm package node@$node_major brought no Node that runs on this machine; install Node $node_major by hand."
  PATH="$own:$PATH"
  export PATH
}

# digest PATH...: of names and contents of all files below.
digest() {
  find "$@" -type f ! -name '*.md' -exec sha256sum {} + | LC_ALL=C sort | sha256sum | cut -d ' ' -f 1
}

# done_before STAMP DIGEST: true if the step was finished for these very inputs.
done_before() {
  [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]
}

install_dependencies() {
  wanted="$(digest package.json package-lock.json) $(node --version)"
  stamp=node_modules/.omb-installed
  if done_before "$stamp" "$wanted"; then return; fi
  say 'installing dependencies (npm ci)'
  quietly npm-ci npm ci --ignore-scripts --no-audit --no-fund
  echo "$wanted" >"$stamp"
}

build() {
  wanted="$(digest package.json package-lock.json tsconfig.json tsconfig.build.json build nodes credentials src bench deployment/local deployment/lightsail deployment/hosts deployment/queue test/verdicts test/examples test/walls test/mutants test/eval test/fakes test/support)"
  stamp=dist/.omb-built
  if done_before "$stamp" "$wanted"; then return; fi
  say 'building'
  rm -f "$stamp"
  quietly build npm run build
  echo "$wanted" >"$stamp"
}

# Two at a time would install into the same folders. flock is on every Debian; without it there is nothing to wait with.
if command -v flock >/dev/null; then
  mkdir -p .local
  exec 9>.local/bootstrap.lock
  flock 9
fi
use_node
command -v npm >/dev/null || die "npm is missing: install it with Node $node_major."
install_dependencies
build
if command -v flock >/dev/null; then exec 9>&-; fi
exec node "$@"
