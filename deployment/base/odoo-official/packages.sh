#!/bin/sh
# What the sandbox needs beside Odoo on top of the official image. Runs once, as root, while the image is built.
set -eu
export DEBIAN_FRONTEND=noninteractive

# The ids that ../../sandbox/README.md names; the image has an `odoo` of its own.
usermod --uid 8069 --home /home/odoo odoo
groupmod --gid 8069 odoo
for user in postgres:5432:/var/lib/postgresql relay:8070:/nonexistent browser:9222:/home/browser; do
  name=${user%%:*} rest=${user#*:}
  id "$name" >/dev/null 2>&1 && continue
  groupadd --gid "${rest%%:*}" "$name"
  useradd --uid "${rest%%:*}" --gid "${rest%%:*}" --home-dir "${rest#*:}" --no-create-home --shell /usr/sbin/nologin "$name"
done

mkdir -p /etc/postgresql-common
echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
apt-get update -q
apt-get install -y -q --no-install-recommends \
  fonts-liberation fonts-noto-color-emoji postgresql-17 python3-websocket socat tini tzdata-legacy
export PLAYWRIGHT_BROWSERS_PATH=/opt/omb/browsers
node /opt/omb/playwright/node_modules/playwright/cli.js install --with-deps --only-shell chromium
ln -s "$(find /opt/omb/browsers -type f \( -name chrome-headless-shell -o -name headless_shell \) | head -n 1)" /usr/local/bin/headless-chromium
apt-get clean
rm -rf /var/lib/apt/lists/*
ln -sf /usr/lib/postgresql/17/bin/* /usr/local/bin/
