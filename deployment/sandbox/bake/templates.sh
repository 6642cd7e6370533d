# What makes template databases: for bake.sh, while the image is built, and omb-add-apps, in an image's copy. Both run as root.
addons=/usr/lib/python3/dist-packages/odoo/addons
bake=/opt/omb/bake
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

start_postgres() {
  as postgres pg_ctl --pgdata="$data" --log="$logs/postgres.log" --wait start >/dev/null
}

install_template() { # DATABASE MODULES ARGUMENTS...
  database=$1 modules=$2
  shift 2
  as odoo odoo --database="$database" --init="$modules" --stop-after-init --no-http "$@" >"$logs/install-$database.log" 2>&1
}

# Modules into both templates, side by side, and what a sandbox wants of a database.
fill_templates() { # MODULES
  install_template tpl_demo "$1" --with-demo &
  demo=$!
  install_template tpl_base "$1" || fail "tpl_base does not install"
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
}

installed() { # DATABASE
  as postgres psql -XAtq -d "$1" -c "SELECT json_agg(name ORDER BY name) FROM ir_module_module WHERE state = 'installed'"
}

tell() {
  cat >/etc/omb/sandbox.json <<JSON
{
  "odoo": "$(python3 -c 'import odoo.release as r; print(r.version)')",
  "odooSeries": "$(python3 -c 'import odoo.release as r; print(r.major_version)')",
  "postgres": "$(postgres --version | grep -oE '[0-9]+\.[0-9]+' | head -n 1)",
  "templates": { "tpl_base": $(installed tpl_base), "tpl_demo": $(installed tpl_demo) },
  "languages": ["en", $(find "$addons/base/i18n" -name '*.po' -printf '"%f"\n' | sed 's/\.po//' | sort | paste -sd, | sed 's/,/, /g')]
}
JSON
  python3 -m json.tool /etc/omb/sandbox.json >/dev/null || fail "sandbox.json is not JSON"
}

# Templates that nobody can connect to, small and quick to copy; Postgres ends.
seal() { # DATABASES
  # VACUUM FULL first: smaller files are copied faster at each clone. FREEZE: no hint bits to write in a clone.
  for database in "$@"; do
    as postgres psql -Xq -d "$database" -c 'VACUUM FULL' -c 'VACUUM (FREEZE, ANALYZE)'
  done
  as postgres psql -Xq -d postgres \
    -c "UPDATE pg_database SET datistemplate = true, datallowconn = false WHERE datname IN ('tpl_base', 'tpl_demo', 'template1')" \
    -c "ALTER DATABASE tpl_base OWNER TO postgres" -c "ALTER DATABASE tpl_demo OWNER TO postgres" \
    -c 'CHECKPOINT'
  as postgres pg_ctl --pgdata="$data" --mode=fast --wait stop >/dev/null
  # Each container's volume is a copy of the data directory: without the log of how it was made it is half the size.
  as postgres pg_resetwal --pgdata="$data" >/dev/null
  # Maps of the free space in tables that have none: one file in thirteen of those that each clone copies. PostgreSQL makes them anew.
  find "$data/base" /var/lib/postgresql/templates -name '*_fsm' -delete
  rm -rf "$logs" /home/odoo/data
}
