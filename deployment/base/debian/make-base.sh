#!/bin/sh
# make-base.sh TAG: the Debian base of all images, under TAG.
# From the registry where one answers, else made from Debian's packages by mmdebstrap (25 s, 80 MB).
set -eu

suite=trixie
tag=$1

# A registry that cannot be resolved fails at once; one behind a silent wall must not hold us up.
if timeout 120 docker pull "debian:$suite-slim" >&2; then
  docker tag "debian:$suite-slim" "$tag"
  exit 0
fi

if ! command -v mmdebstrap >/dev/null; then
  echo "No image registry answers and mmdebstrap is missing: install it (on Debian: apt-get install mmdebstrap), or let Docker reach a registry." >&2
  exit 1
fi

# The same exclusions as the official slim images have; packages that come later obey them too.
mmdebstrap --quiet --variant=minbase --components=main --include=ca-certificates \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*' \
  --aptopt='Acquire::Languages "none"' --aptopt='Acquire::Retries "5"' \
  "$suite" - | docker import --change 'CMD ["bash"]' --change 'ENV LANG=C.UTF-8' - "$tag" >&2
docker image inspect "$tag" >/dev/null
