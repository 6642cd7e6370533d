#!/bin/sh
# Runs once, as root, while the image is built: PostgreSQL's data directory with the template databases in it.
set -eu

addons=/usr/lib/python3/dist-packages/odoo/addons
bake=/tmp/bake
data=/var/lib/postgresql/data
logs=$(mktemp -d)
chmod 0777 "$logs"

as() { # USER COMMAND...
  user=$1
  shift
  setpriv --reuid "$user" --regid "$user" --clear-groups env HOME="/home/$user" LANG=C.UTF-8 ODOO_RC=/etc/odoo/odoo.conf "$@"
}

fail() {
  echo "bake: $1" >&2
  tail -n 60 "$logs"/*.log >&2
  exit 1
}

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

as postgres initdb --pgdata="$data" --encoding=UTF8 --locale=C.UTF-8 --auth=peer --wal-segsize=4 --no-sync >"$logs/initdb.log"
cp "$bake/pg_hba.conf" "$bake/pg_ident.conf" "$data/"
cat "$bake/postgresql.conf" >>"$data/postgresql.conf"
chown postgres:postgres "$data"/pg_hba.conf "$data"/pg_ident.conf
as postgres pg_ctl --pgdata="$data" --log="$logs/postgres.log" --wait start >/dev/null
as postgres psql -Xq -v ON_ERROR_STOP=1 -d postgres -f "$bake/roles.sql"

install_template() { # DATABASE ARGUMENTS...
  database=$1
  shift
  as odoo odoo --database="$database" --init=base,web,mail --stop-after-init --no-http "$@" >"$logs/install-$database.log" 2>&1
}
install_template tpl_demo --with-demo &
demo=$!
install_template tpl_base || fail "tpl_base does not install"
as odoo env SETTLE_ASSETS=1 odoo shell --database=tpl_base --no-http <"$bake/settle.py" >"$logs/settle-tpl_base.log" 2>&1 || fail "tpl_base does not settle"
wait "$demo" || fail "tpl_demo does not install"
as odoo odoo shell --database=tpl_demo --no-http <"$bake/settle.py" >"$logs/settle-tpl_demo.log" 2>&1 || fail "tpl_demo does not settle"

# The shell ends 0 after a traceback, and a bundle with a missing file is made all the same: the log knows.
if grep -E ' (ERROR|CRITICAL) |^Traceback ' "$logs"/install-*.log "$logs"/settle-*.log >&2; then fail "errors in Odoo's log"; fi

# The bundles' rows, all columns but the key, into the other template.
columns=$(as postgres psql -XAtq -d tpl_base -c "SELECT string_agg(quote_ident(column_name), ',') FROM information_schema.columns WHERE table_name = 'ir_attachment' AND column_name <> 'id'")
as postgres psql -Xq -d tpl_demo -v ON_ERROR_STOP=1 -c "DELETE FROM ir_attachment WHERE url LIKE '/web/assets/%'"
as postgres psql -Xq -d tpl_base -c "COPY (SELECT $columns FROM ir_attachment WHERE url LIKE '/web/assets/%') TO STDOUT" |
  as postgres psql -Xq -d tpl_demo -v ON_ERROR_STOP=1 -c "COPY ir_attachment ($columns) FROM STDIN"

modules() {
  as postgres psql -XAtq -d "$1" -c "SELECT json_agg(name ORDER BY name) FROM ir_module_module WHERE state = 'installed'"
}
cat >/etc/omb/sandbox.json <<JSON
{
  "odoo": "$(python3 -c 'import odoo.release as r; print(r.version)')",
  "odooSeries": "$(python3 -c 'import odoo.release as r; print(r.major_version)')",
  "postgres": "$(postgres --version | grep -oE '[0-9]+\.[0-9]+' | head -n 1)",
  "templates": { "tpl_base": $(modules tpl_base), "tpl_demo": $(modules tpl_demo) },
  "languages": ["en", $(find "$addons/base/i18n" -name '*.po' -printf '"%f"\n' | sed 's/\.po//' | sort | paste -sd, | sed 's/,/, /g')]
}
JSON
python3 -m json.tool /etc/omb/sandbox.json >/dev/null || fail "sandbox.json is not JSON"

# VACUUM FULL first: smaller files are copied faster at each clone. FREEZE: no hint bits to write in a clone.
for database in tpl_base tpl_demo template1; do
  as postgres psql -Xq -d "$database" -c 'VACUUM FULL' -c 'VACUUM (FREEZE, ANALYZE)'
done
as postgres psql -Xq -d postgres \
  -c "UPDATE pg_database SET datistemplate = true, datallowconn = false WHERE datname IN ('tpl_base', 'tpl_demo')" \
  -c "ALTER DATABASE tpl_base OWNER TO postgres" -c "ALTER DATABASE tpl_demo OWNER TO postgres" \
  -c 'CHECKPOINT'
as postgres pg_ctl --pgdata="$data" --mode=fast --wait stop >/dev/null
# Each container's volume is a copy of the data directory: without the log of how it was made it is half the size.
as postgres pg_resetwal --pgdata="$data" >/dev/null
rm -rf "$logs" /home/odoo/data
