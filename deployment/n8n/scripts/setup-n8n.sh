#!/bin/sh
# setup-n8n.sh [--replace-workflows]: makes a host that `install-dependencies.sh --role n8n` has prepared the product's n8n
# host, or brings it up to date. Run as root from an unpacked release (deployment/queue/release.ts packs it), as often as one
# likes: what is right already stays, and a run that was interrupted is finished by the next one.
#
# Reads:
#   /etc/odoo-module-builder/setup.conf       mode 0600; deployment/queue/host/setup-conf.ts lists what may stand in it
#   /etc/odoo-module-builder/docker-client/{ca,cert,key}.pem      by which Docker hosts know this host, and it knows them
# Makes:
#   /opt/odoo-module-builder                  n8n from its lock file
#   /var/lib/odoo-module-builder/n8n          what the processes own: user folders, secrets.json, PM2's state, ecosystem.json
#   databases omb and n8n, role omb           in the PostgreSQL of this host
#   odoo-builder.service                      queue mode under PM2: `pm2 ls` shows the processes, `journalctl -u` has their logs
#   /etc/nginx/conf.d/odoo-builder.conf       the door; self-signed certificate in /etc/odoo-module-builder/tls where there is none
#   owner, credentials, published workflows   what operators have edited in the editor stays as it is and is told, unless
#                                             --replace-workflows
# and ends with 0 after a session has gone from a YAML specification to a green verdict. Passwords that it has made are shown
# once, at the end of the first run that gets there.
set -eu
umask 022

etc=/etc/odoo-module-builder
home=/var/lib/odoo-module-builder/n8n
release=$(CDPATH='' cd -- "$(dirname -- "$0")/../../.." && pwd)
log=/var/log/odoo-module-builder-setup.log

die() {
  echo "setup-n8n.sh: $1" >&2
  exit 1
}

say() {
  echo "setup-n8n.sh: $1"
}

# installed LOCKFOLDER NAME NPM-ARGUMENTS...: a folder with node_modules, named by its lock file; its name comes out.
installed() {
  source=$1 name=$2
  shift 2
  folder=/opt/odoo-module-builder/$name-$(sha256sum <"$source/package-lock.json" | cut -c 1-12)
  if [ ! -e "$folder/.installed" ]; then
    mkdir -p "$folder"
    cp "$source/package.json" "$source/package-lock.json" "$folder/"
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund "$@" && if [ "$name" = n8n ]; then npm rebuild isolated-vm; fi) >"$log" 2>&1 \
      || die "npm could not install $name; its output is in $log"
    touch "$folder/.installed"
  fi
  echo "$folder"
}

# Node trusts a list of its own; a company's proxy is on the machine's.
export NODE_USE_SYSTEM_CA=1

replace=false
for argument; do
  case $argument in --replace-workflows) replace=true ;; *) die "$argument is no option" ;; esac
done
[ "$(id -u)" -eq 0 ] || die 'run it as root'
for command in node npm psql nginx systemctl openssl; do command -v $command >/dev/null || die "$command is missing: run install-dependencies.sh --role n8n first"; done
for file in package.tgz dist/deployment/queue/host/main.js; do [ -f "$release/$file" ] || die "$release/$file is missing: this is no unpacked release"; done
[ -f "$etc/setup.conf" ] || die "$etc/setup.conf is missing; deployment/queue/host/setup-conf.ts lists what may stand in it"

id odoo-builder >/dev/null 2>&1 || useradd --system --home-dir "$home" --shell /usr/sbin/nologin odoo-builder
mkdir -p "$etc" "$home"
chown odoo-builder: "$home"
# Where the gateway listens for one-time links.
install -d -o odoo-builder -g odoo-builder /var/lib/odoo-module-builder/uat/_gateway
chmod 700 "$home"

say 'databases'
if [ ! -s "$etc/database-password" ]; then (umask 077 && openssl rand -hex 24 >"$etc/database-password"); fi
cp "$release/deployment/postgres/sql/product.sql" /tmp/odoo-builder-product.sql
chmod 644 /tmp/odoo-builder-product.sql
OMB_PASSWORD=$(cat "$etc/database-password") OMB_CREATEDB=NOCREATEDB runuser -u postgres -- psql -Xqt -d postgres -f /tmp/odoo-builder-product.sql >"$log" 2>&1 \
  || die "PostgreSQL refused the product's databases: $(tail -n 3 "$log")"
rm /tmp/odoo-builder-product.sql

say 'n8n (the first time takes some minutes)'
n8n=$(installed "$release/deployment/n8n/runtime" n8n)

# What the rest needs of npm's packages is in our own package, once it is installed, and in n8n.
OMB_RELEASE=$release OMB_N8N=$n8n OMB_REPLACE_WORKFLOWS=$replace NODE_PATH=$home/.n8n/nodes/node_modules:$n8n/node_modules \
  exec node "$release/dist/deployment/queue/host/main.js"
