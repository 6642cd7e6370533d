#!/bin/sh
# Odoo 19 and all the sandbox needs, from Debian trixie, with odoo-19 alone from sid (trixie has no Odoo; all of sid would
# bring a Python that Odoo 19 does not know). Runs once, as root, while the image is built.
set -eu
export DEBIAN_FRONTEND=noninteractive

# dpkg leaves out at unpacking what nobody reads here: that halves the time and saves 0.8 GB. Translations stay for the
# languages that a module may be asked for; more languages: add them here.
addons=/usr/lib/python3/dist-packages/odoo/addons
{
  echo 'force-unsafe-io'
  echo 'path-exclude=/usr/share/doc/*'
  echo 'path-exclude=/usr/share/man/*'
  echo "path-exclude=$addons/*/i18n/*"
  echo "path-exclude=$addons/*/i18n_extra/*"
  for language in de fr es nl it; do echo "path-include=$addons/*/i18n/$language.po"; done
} >/etc/dpkg/dpkg.cfg.d/omb

# sid's Release file is valid for a week; a mirror that stands still is as good here, and its signature is checked.
echo 'deb [check-valid-until=no] http://deb.debian.org/debian sid main' >/etc/apt/sources.list.d/sid.list
cat >/etc/apt/preferences.d/omb <<'PINS'
Package: *
Pin: release n=trixie*
Pin-Priority: 900

Package: *
Pin: release n=sid
Pin-Priority: 100
PINS
cat >/etc/apt/apt.conf.d/omb <<'APT'
Acquire::Languages "none";
Acquire::Retries "5";
APT

# Fixed ids: the tmpfs of README.md name them.
for user in postgres:5432:/var/lib/postgresql odoo:8069:/home/odoo relay:8070:/nonexistent browser:9222:/home/browser; do
  name=${user%%:*} rest=${user#*:}
  groupadd --gid "${rest%%:*}" "$name"
  useradd --uid "${rest%%:*}" --gid "${rest%%:*}" --home-dir "${rest#*:}" --no-create-home --shell /usr/sbin/nologin "$name"
done

mkdir -p /etc/postgresql-common
echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
apt-get update -q
apt-get install -y -q --no-install-recommends \
  chromium-headless-shell fonts-liberation fonts-noto-color-emoji nodejs odoo-19 postgresql-17 python3-websocket socat tini tzdata-legacy
apt-get clean
rm -rf /var/lib/apt/lists/* /var/log/apt /var/log/dpkg.log
ln -s /usr/lib/postgresql/17/bin/* /usr/local/bin/
# The program itself: Debian's own command is a shell that waits for it.
ln -s /usr/lib/chromium/chromium-headless-shell /usr/local/bin/headless-chromium
