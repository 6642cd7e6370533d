#!/bin/sh
# restore.sh FOLDER: puts a backup of backup.sh onto this n8n host. FOLDER has both of its files unpacked, as data/ and keys/,
# and is gone afterwards. Run as root, on a host that setup-n8n.sh has set up, with that setup-n8n.sh again behind it:
# ./deploy.sh restore --from FILE does all of it.
#
# First everything is checked and read into databases of their own; up to there what goes wrong changes nothing. Then n8n
# stops, and both databases change their names in one step. What was there before stays, until the next restore, in the
# databases omb_before and n8n_before and in the file secrets.json.before.
set -eu
umask 077

etc=/etc/odoo-module-builder
home=/var/lib/odoo-module-builder/n8n
release=/opt/odoo-module-builder/release

die() {
  echo "restore.sh: $1" >&2
  exit 1
}

say() {
  echo "restore.sh: $1"
}

# sql COMMANDS: in one transaction.
sql() {
  PGOPTIONS='-c client_min_messages=warning' runuser -u postgres -- psql -XAtq -v ON_ERROR_STOP=1 -d postgres "$@"
}

# of WHAT: the backup's version of it.
of() {
  sed -n "s/^$1 //p" "$backup/data/versions"
}

# not_newer WHAT OURS: the backup's version is no later one than ours.
not_newer() {
  theirs=$(of "$1")
  [ -n "$theirs" ] || die "the backup does not say its version of $1: it is damaged. Nothing was changed"
  [ "$(printf '%s\n' "$theirs" "$2" | sort -V | tail -n 1)" = "$2" ] \
    || die "the backup is of a newer version ($1 $theirs) than what is installed here ($1 $2). Update first: ./deploy.sh of the newer release, then restore. Nothing was changed"
}

[ $# -eq 1 ] || die 'it wants the folder of one backup'
backup=$1
[ "$(id -u)" -eq 0 ] || die 'run it as root'
trap 'rm -rf "$backup"' EXIT
for command in psql pg_restore systemctl; do command -v $command >/dev/null || die "$command is missing: run setup-n8n.sh first"; done
[ -f "$home/secrets.json" ] || die "$home/secrets.json is missing: run setup-n8n.sh first"

for part in data keys; do
  [ -f "$backup/$part/digests" ] || die "the backup's $part are missing or damaged. Nothing was changed"
  (cd "$backup/$part" && sha256sum --check --quiet --strict digests >/dev/null 2>&1) || die "the backup's $part are damaged: they are not what was written. Nothing was changed"
done
[ "$(of made)" = "$(sed -n 's/^made //p' "$backup/keys/versions")" ] || die 'data and keys are of two backups. Nothing was changed'
[ -f "$backup/keys/secrets.json" ] || die 'the backup has no key of n8n: its credentials could never be read. Nothing was changed'
not_newer product "$(sed -n 's/^ *"version": "\(.*\)",$/\1/p' "$release/package.json" | head -n 1)"
not_newer schema "$(basename "$(find "$release/dist/src/adapters/postgres/migrations" -name '*.sql' | sort | tail -n 1)" .sql)"
not_newer n8n "$(sed -n 's/^ *"n8n": "\(.*\)".*/\1/p' "$release/deployment/n8n/runtime/package.json")"
not_newer postgresql "$(sql -c 'SHOW server_version')"

say "reading the backup of $(of made) into new databases"
for database in omb n8n; do
  sql -c "DROP DATABASE IF EXISTS ${database}_restored WITH (FORCE)" -c "CREATE DATABASE ${database}_restored OWNER omb" || die 'PostgreSQL makes no new databases. Nothing was changed'
  runuser -u postgres -- pg_restore --no-owner --role=omb --exit-on-error --dbname "${database}_restored" <"$backup/data/$database.dump" >"$backup/log" 2>&1 || {
    said=$(tail -n 5 "$backup/log")
    sql -c 'DROP DATABASE IF EXISTS omb_restored' -c 'DROP DATABASE IF EXISTS n8n_restored' || :
    die "PostgreSQL did not take the database $database of the backup. Nothing was changed. It says: $said"
  }
done

say 'n8n stops'
# Until the databases have changed their names it comes back with the old ones.
trap 'rm -rf "$backup"; systemctl start odoo-builder.service' EXIT
systemctl stop odoo-builder.service
for database in omb n8n; do sql -c "DROP DATABASE IF EXISTS ${database}_before WITH (FORCE)"; done
sql --single-transaction >/dev/null <<'SQL' || die 'the databases could not change their names: somebody is connected to them. Nothing was changed'
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN ('omb', 'n8n', 'omb_restored', 'n8n_restored');
ALTER DATABASE omb RENAME TO omb_before;
ALTER DATABASE n8n RENAME TO n8n_before;
ALTER DATABASE omb_restored RENAME TO omb;
ALTER DATABASE n8n_restored RENAME TO n8n;
SQL
trap 'rm -rf "$backup"' EXIT

# file NAME TARGET MODE OWNER: whole or not at all.
file() {
  [ -f "$backup/$1" ] || return 0
  install -m "$3" -o "${4%:*}" -g "${4#*:}" "$backup/$1" "$2.new"
  mv "$2.new" "$2"
}
cp -p "$home/secrets.json" "$home/secrets.json.before"
# Each process has the key in its own folder too, and does not start when that is another one.
rm -f "$home"/*/.n8n/config
file keys/secrets.json "$home/secrets.json" 600 odoo-builder:odoo-builder
file data/imported.json "$home/imported.json" 600 odoo-builder:odoo-builder
file keys/editor-password "$etc/editor-password" 600 root:root
file keys/metrics-token "$etc/metrics-token" 600 root:root
# A certificate of another name is no use here; this host keeps its own.
url=$(sed -n 's/^PUBLIC_URL=//p' "$etc/setup.conf" | tr -d "\"'\`")
name=${url#https://}
case $name in *[!0-9.]*) check=-checkhost ;; *) check=-checkip ;; esac
certificate=$backup/keys/tls/fullchain.pem
# One of certbot's is a link into /etc/letsencrypt, which lies beside it here.
if [ -L "$certificate" ]; then certificate=$backup/keys/$(readlink "$certificate" | sed 's|^/etc/||'); fi
if openssl x509 -noout "$check" "$name" -in "$certificate" 2>/dev/null | grep -q 'does match'; then
  say "nginx has the certificate of $name again"
  if [ -d "$backup/keys/letsencrypt" ]; then rm -rf /etc/letsencrypt && cp -a "$backup/keys/letsencrypt" /etc/; fi
  rm -rf "$etc/tls.new" && cp -a "$backup/keys/tls" "$etc/tls.new"
  rm -rf "$etc/tls" && mv "$etc/tls.new" "$etc/tls"
fi
# What waited in the queue was of the databases from before; what is unfinished in the new ones is found by the sweep.
if command -v redis-cli >/dev/null; then redis-cli flushall >/dev/null; fi
say 'databases, keys and passwords are those of the backup; what was there before is in omb_before and n8n_before'
