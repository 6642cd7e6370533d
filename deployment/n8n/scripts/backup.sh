#!/bin/sh
# backup.sh: what this n8n host cannot be made anew from, as two files in /var/lib/odoo-module-builder/backups:
#
#   <time>.data.tar.age   the databases: sessions, artifacts, workflows, n8n's credentials as n8n encrypts them; what was
#                         imported last, so that edits are known as edits
#   <time>.keys.tar.age   apart from them: the key of those credentials, the passwords, nginx's certificates with their keys
#
# Both are encrypted to the operator's public key, /etc/odoo-module-builder/backup-recipient; its private half is on no host.
# Run as root: by odoo-builder-backup.timer at 2 AM, or by hand; its last line is the first file. Those that are older than
# BACKUP_DAYS (14) go, when a new one is there. The file backup-stamp is as old as the last backup that was whole.
set -eu
umask 077

etc=/etc/odoo-module-builder
var=/var/lib/odoo-module-builder
release=/opt/odoo-module-builder/release

die() {
  echo "backup.sh: $1" >&2
  exit 1
}

# sql DATABASE QUERY
sql() {
  runuser -u postgres -- psql -XAtq -d "$1" -c "$2"
}

[ $# -eq 0 ] || die "$1 is no option"
[ "$(id -u)" -eq 0 ] || die 'run it as root'
[ -s "$etc/backup-recipient" ] || die "$etc/backup-recipient is missing: without the operator's public key nothing can be encrypted. ./deploy.sh puts it there"
command -v age >/dev/null || die 'age is missing: run install-dependencies.sh --role n8n'
days=${BACKUP_DAYS:-14}
case $days in '' | *[!0-9]*) die "BACKUP_DAYS is '$days', and no number of days" ;; esac

backups=$var/backups
mkdir -p "$backups"
exec 9>"$backups/.lock"
flock -n 9 || die 'another backup is being made'
# Of runs that were cut off.
rm -rf "$backups"/.draft.*
draft=$(mktemp -d "$backups/.draft.XXXXXX")
trap 'rm -rf "$draft"' EXIT
mkdir "$draft/data" "$draft/keys"

time=$(date -u +%Y%m%dT%H%M%SZ)
for database in omb n8n; do
  runuser -u postgres -- pg_dump --format=custom "$database" >"$draft/data/$database.dump" || die "the database $database could not be read"
done
if [ -f "$var/n8n/imported.json" ]; then cp "$var/n8n/imported.json" "$draft/data/"; fi
schema=$(sql omb 'SELECT name FROM omb.migration ORDER BY id DESC LIMIT 1') || die 'the schema of the product has no version'
postgresql=$(sql postgres 'SHOW server_version') || die 'PostgreSQL does not say its version'
cat >"$draft/data/versions" <<VERSIONS
made $time
product $(sed -n 's/^ *"version": "\(.*\)",$/\1/p' "$release/package.json" | head -n 1)
schema $schema
n8n $(sed -n 's/^ *"n8n": "\(.*\)".*/\1/p' "$release/deployment/n8n/runtime/package.json")
postgresql $postgresql
VERSIONS

echo "made $time" >"$draft/keys/versions"
for file in "$var/n8n/secrets.json" "$etc/editor-password" "$etc/metrics-token"; do
  if [ -f "$file" ]; then cp "$file" "$draft/keys/"; fi
done
for folder in "$etc/tls" /etc/letsencrypt; do
  if [ -d "$folder" ]; then cp -a "$folder" "$draft/keys/"; fi
done

# Each whole or not at all, the data last: where they are, their keys are.
for part in keys data; do
  (cd "$draft/$part" && find . -type f -exec sha256sum {} + >"$draft/digests" && mv "$draft/digests" .)
  tar -cf "$draft/$part.tar" -C "$draft/$part" .
  age --encrypt --recipients-file "$etc/backup-recipient" --output "$draft/$part.tar.age" "$draft/$part.tar" || die "$part could not be encrypted"
  rm "$draft/$part.tar"
done
for part in keys data; do mv "$draft/$part.tar.age" "$backups/$time.$part.tar.age"; done
touch "$var/backup-stamp"
chmod 644 "$var/backup-stamp"
find "$backups" -name '*.tar.age' -mmin "+$((days * 1440))" -delete
echo "$backups/$time.data.tar.age"
