#!/bin/sh
# Runs once, as root, while the image is built: PostgreSQL's data directory with the template databases in it.
set -eu
. /opt/omb/bake/templates.sh

# Files that Debian's package leaves out of Odoo; those that the package at hand has stay as they are.
# Whole seconds: the image's layers keep no finer time, and the address of a bundle is made from its files' times.
find /tmp/upstream -type f -exec touch -d 2025-01-01T00:00:00Z {} +
cp -rpn /tmp/upstream/. "$addons/"

# Home folders are tmpfs at run time; nothing in the image may be written by who runs a session.
mkdir -p /mnt/modules /run/uat /var/lib/postgresql /run/postgresql /home/odoo /home/browser /etc/omb
chown odoo:odoo /mnt/modules /home/odoo
chown browser:browser /home/browser
# runc gives a tmpfs the mode of the folder that it covers, whatever its own options say.
chmod 0700 /home/odoo /home/browser
chown relay:relay /run/uat
chown postgres:postgres /var/lib/postgresql /run/postgresql
install -d -o postgres -g postgres -m 0700 /var/lib/postgresql/templates

as postgres initdb --pgdata="$data" --encoding=UTF8 --locale=C.UTF-8 --auth=peer --wal-segsize=4 --no-sync >"$logs/initdb.log"
cp "$bake/pg_hba.conf" "$bake/pg_ident.conf" "$data/"
cat "$bake/postgresql.conf" >>"$data/postgresql.conf"
chown postgres:postgres "$data"/pg_hba.conf "$data"/pg_ident.conf
start_postgres
as postgres psql -Xq -v ON_ERROR_STOP=1 -d postgres -f "$bake/roles.sql"
fill_templates base,web,mail
tell
seal tpl_base tpl_demo template1
