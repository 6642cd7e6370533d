"""Installs the module in a database of its own and tries there what its tests do not.

Commands come as JSON lines on stdin, `{"do": ..., "key": ...}`; each answer is a JSON line with that key on the stream of
the log (json_log.py, which stands before this), the last one of a command says `"done": true`. What there is to try is
read from the database by a process that the module cannot touch: nothing is left out because the module says so.

usage: python3 -c <this> DATABASE [--folder FOLDER | --serve ODOO ARGUMENTS] (json_log.py and warm.py stand before this).
--folder: where the module lies, if not in its place. --serve: answer over HTTP all the while, as Odoo's own server does.
The first command is `meet`, with the module's name.
"""
import json
import sys
import threading
import traceback

warm(sys.argv[1])  # noqa: F821 (warm.py)

import odoo.addons
from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import AccessError, UserError
from odoo.modules.module import Manifest
from odoo.modules.registry import Registry
from odoo.orm.commands import Command
from odoo.sql_db import close_db, db_connect
from odoo.tools import config

DATABASE = sys.argv[1]
FOLDER = sys.argv[3] if sys.argv[2:3] == ["--folder"] else None
SERVES = sys.argv[2:3] == ["--serve"]
#: For Odoo's own reader of options.
SETTINGS = sys.argv[3:] if SERVES else ["-d", DATABASE, "--no-http", "--max-cron-threads=0"]
#: The module's name, once it is known.
MODULE = None
#: Odoo fills these in by itself.
MAGIC = ("id", "create_uid", "create_date", "write_uid", "write_date")
#: Records made on the way to one that needs them.
MAX_DEPTH = 3


class NotTried(Exception):
    """There is nothing to try it with; its words say why."""


def said(error):
    """The exception as a person may read it, with its traceback."""
    return {"message": f"{type(error).__name__}: {error}", "traceback": "".join(traceback.format_exception(error))}


# Records and users that the tries work with: model name or group id -> id.
samples = {}
missing = {}
users = {}


def value_for(env, field, depth):
    """Something that a required field takes."""
    if field.type in ("char", "text", "html"):
        return f"Sample {field.name}"[: getattr(field, "size", None) or None]
    if field.type in ("integer", "float", "monetary"):
        return 1
    if field.type == "boolean":
        return True
    if field.type == "date":
        return fields.Date.today()
    if field.type == "datetime":
        return fields.Datetime.now()
    if field.type == "selection":
        values = field.get_values(env)
        return values[0] if values else None
    if field.type == "many2one":
        return sample(env, field.comodel_name, depth + 1).id
    if field.type in ("one2many", "many2many"):
        return [Command.link(sample(env, field.comodel_name, depth + 1).id)] if field.type == "many2many" else None
    return None


def values_for(env, name, depth=0):
    """Values with which a record of the model can be made: its defaults, and something for what is required."""
    model = env[name]
    values = {}
    given = model.default_get(list(model._fields))
    for field in model._fields.values():
        computed = field.compute and not (field.store and not field.readonly)
        if not field.required or field.name in given or field.related or computed or field.name in model._inherits.values() or field.name in MAGIC:
            continue
        value = value_for(env, field, depth)
        if value is not None:
            values[field.name] = value
    return values


def sample(env, name, depth=0):
    """A record of the model: one that is there, else one that is made."""
    model = env[name]
    found = model.browse(samples[name]) if name in samples else model.search([], limit=1)
    if found:
        return found
    if depth > MAX_DEPTH:
        raise NotTried(f"no record of {name} could be made")
    return model.create(values_for(env, name, depth))


def own_models(env):
    ids = env["ir.model.data"].search([("module", "=", MODULE), ("model", "=", "ir.model")]).mapped("res_id")
    names = env["ir.model"].browse(ids).exists().mapped("model")
    return [name for name in names if name in env and not env[name]._abstract and env[name]._auto]


def depend(_command):
    """Installs the apps that the module builds on, so that what they bring does not count as what it leaves behind."""
    with db_connect(DATABASE).cursor() as cr:
        cr.execute("SELECT name FROM ir_module_module WHERE state = 'installed'")
        there = {name for (name,) in cr.fetchall()}
    wanted = [name for name in Manifest.for_addon(MODULE)["depends"] if name not in there]
    if wanted:
        Registry.new(DATABASE, update_module=True, install_modules=wanted)


def install(_command):
    Registry.new(DATABASE, update_module=True, install_modules=[MODULE])


def prepare(command):
    """One more record of each model, and a user of each group, committed: the tries and the upgrade work with them."""
    with Registry(DATABASE).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
        for name in own_models(env):
            if env[name]._transient:
                continue
            try:
                with cr.savepoint():
                    samples[name] = env[name].create(values_for(env, name)).id
                    env.flush_all()
            except Exception as error:
                existing = env[name].search([], limit=1)
                if existing:
                    samples[name] = existing.id
                else:
                    missing[name] = f"no record of {name} could be made: {error}"
        internal = env.ref("base.group_user").id
        for group in command["groups"]:
            with cr.savepoint():
                ids = [group["id"]] if group["alone"] else [group["id"], internal]
                users[group["id"]] = env["res.users"].create({"name": group["name"], "login": f"look-{group['id']}", "group_ids": [Command.set(ids)]}).id


def entered_values(env, name):
    """What `values_for` gives, and something in every other field that a person fills in."""
    model = env[name]
    values = values_for(env, name)
    given = model.default_get(list(model._fields))
    for field in model._fields.values():
        plain = field.store and not field.compute and not field.related and not field.readonly and field.name not in MAGIC
        if not plain or field.name in values or field.name in given or field.type in ("one2many", "many2many"):
            continue
        try:
            with env.cr.savepoint():
                value = value_for(env, field, 1)
        except Exception:  # what there is no value for stays empty
            continue
        if value is not None:
            values[field.name] = value
    return values


def fill(_command):
    """A record of each model as a person enters it, committed; with what is required alone where all together is refused."""
    with Registry(DATABASE).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
        for name in own_models(env):
            if env[name]._transient:
                continue
            for values in (entered_values, values_for):
                try:
                    with cr.savepoint():
                        env[name].create(values(env, name))
                        env.flush_all()
                    break
                except Exception:  # the next one asks for less
                    env.invalidate_all(flush=False)


def rest(_command):
    """Lets go of the database, so that it can be copied."""
    close_db(DATABASE)


def needed(env, name):
    if name in missing:
        raise NotTried(missing[name])
    try:
        record = sample(env, name)
    except Exception as error:
        raise NotTried(f"no record of {name} could be made: {error}") from error
    if not record:
        raise NotTried(f"there is no record of {name}")
    return record


def try_view(env, task):
    """The view as a client gets it, and the data that it would show of a record and of a new one."""
    view = env["ir.ui.view"].browse(task["id"])
    if view.type == "qweb":
        env["ir.qweb"]._compile(view.id)
        return
    root = view
    while root.inherit_id:
        root = root.inherit_id
    if not view.model or root.type == "qweb":
        return
    model = env[view.model]
    got = model.get_view(root.id, root.type)
    names = [name for name in got["models"].get(view.model, ()) if name in model._fields]
    if root.type == "search" or model._abstract:
        return
    if not model._transient and view.model not in missing:
        try:
            record = sample(env, view.model)
        except Exception:  # other checks tell of a record that cannot be made
            record = model
        record.read(names)
    if root.type == "form":
        model.onchange({}, [], {name: {} for name in names})


def try_report(env, task):
    report = env["ir.actions.report"].browse(task["id"])
    html, _kind = env["ir.actions.report"]._render_qweb_html(report.report_name, needed(env, report.model).ids)
    if not html:
        raise ValueError("the report is empty")


def try_cron(env, task):
    cron = env["ir.cron"].browse(task["id"])
    cron.ir_actions_server_id.with_user(cron.user_id).run()
    env.flush_all()


def try_server_action(env, task):
    """Once: as its menu starts it, else for a record of its model. That it refuses this very record says nothing."""
    action = env["ir.actions.server"].browse(task["id"])
    of_menu = env["ir.ui.menu"].with_context(active_test=False).search_count([("action", "=", f"ir.actions.server,{action.id}")], limit=1)
    record = None if of_menu else needed(env, action.model_id.model)
    chosen = {"active_model": action.model_id.model, "active_id": record.id, "active_ids": record.ids} if record else {}
    try:
        action.with_context(**chosen).run()
        env.flush_all()
    except UserError as error:
        raise NotTried(f"it refuses a record that is only a sample: {error}") from error


def try_mail_template(env, task):
    template = env["mail.template"].browse(task["id"])
    record = needed(env, template.model)
    template._generate_template(record.ids, {"subject", "body_html", "email_from", "email_to", "email_cc", "partner_to", "reply_to", "scheduled_date", "lang"})


def try_access(env, task):
    """Whether a user of the group is let do it: `allowed`, `refused`, or `kept` by a rule or something further in."""
    name, operation = task["model"], task["operation"]
    if task.get("elsewhere"):
        return try_elsewhere(env, task)
    record = None if operation == "create" or env[name]._transient else needed(env, name)
    try:
        values = values_for(env, name) if operation == "create" or env[name]._transient else {}
    except Exception as error:
        raise NotTried(f"no values for a record of {name} could be found: {error}") from error
    model = env[name].with_user(users[task["group"]]).with_context(tracking_disable=True)
    may = model.has_access(operation)
    try:
        if operation == "create":
            model.create(values)
        else:
            mine = model.browse(record.id) if record is not None else model.sudo().create(values).with_user(users[task["group"]])
            if operation == "read":
                mine.read([model._rec_name or "create_date"])
            elif operation == "write":
                name_field = model._fields.get(model._rec_name or "")
                plain = name_field is not None and name_field.type == "char" and name_field.store and not name_field.readonly and not name_field.related
                mine.write({name_field.name: record[name_field.name]} if plain and record is not None else {})
            else:
                mine.unlink()
        env.flush_all()
    except AccessError as error:
        return {"outcome": "kept" if may else "refused", "note": str(error)}
    except Exception as error:  # the rights let it through, something else did not
        return {"outcome": "allowed" if may else "refused", "note": str(error)}
    return {"outcome": "allowed", "note": None}


def company_elsewhere(env, user):
    """A company of which alone the user is from now on."""
    try:
        values = values_for(env, "res.company")
        values.pop("partner_id", None)  # each company makes its own
        other = env["res.company"].create({**values, "name": "Look elsewhere"})
        user.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        env.flush_all()
    except Exception as error:
        raise NotTried(f"no user of another company could be made: {error}") from error
    return other


def try_elsewhere(env, task):
    """Whether a user who belongs to another company sees a record of ours."""
    record = needed(env, task["model"])
    if record.company_id != env.company:
        try:
            record.company_id = env.company
        except Exception as error:
            raise NotTried(f"no record of {task['model']} could be given to a company: {error}") from error
    env.flush_all()
    if record.company_id != env.company:
        raise NotTried(f"no record of {task['model']} could be given to a company")
    user = env["res.users"].browse(users[task["group"]])
    try:
        other = company_elsewhere(env, user)
        seen = env[task["model"]].with_user(user).with_context(allowed_company_ids=other.ids, active_test=False).search_count([("id", "=", record.id)])
    except AccessError as error:
        return {"outcome": "refused", "note": str(error)}
    finally:
        # What was remembered of the user's companies is undone with the rest.
        env.registry.clear_all_caches()
    return {"outcome": "allowed" if seen else "refused", "note": None}


TRIES = {"views": try_view, "reports": try_report, "crons": lambda env, task: (try_cron if task["model"] == "ir.cron" else try_server_action)(env, task), "mail_templates": try_mail_template, "access": try_access}


def attempt(task):
    """One try in a transaction that is undone, also where the module commits."""
    cr = Registry(DATABASE).cursor()
    undo, cr.commit, cr.rollback = cr.rollback, cr.flush, cr.clear
    try:
        return {"status": "green", **(TRIES[task["check"]](api.Environment(cr, SUPERUSER_ID, {}), task) or {})}
    except NotTried as reason:
        return {"status": "not_run", "message": str(reason)}
    except Exception as error:
        return {"status": "red", **said(error)}
    finally:
        undo()
        cr.close()


def upgrade(command):
    """`from`: the version that the database is told it has, so that every migration script runs."""
    if command["from"]:
        with Registry(DATABASE).cursor() as cr:
            cr.execute("UPDATE ir_module_module SET latest_version = %s WHERE name = %s", [command["from"], MODULE])
    Registry.new(DATABASE, update_module=True, upgrade_modules=[MODULE])


def uninstall(_command):
    with Registry(DATABASE).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        env["ir.module.module"].search([("name", "=", MODULE)]).button_immediate_uninstall()


def meet(command):
    """What it is about. Odoo looks anew for folders with modules: at the start there was none."""
    global MODULE
    MODULE = command["module"]
    if FOLDER is not None:
        # A namespace's path has `append` alone, and Odoo remembers where it saw the module's manifest last.
        getattr(odoo.addons.__path__, "_path", odoo.addons.__path__).insert(0, FOLDER)
        Manifest._get_manifest_from_addons.cache_clear()
    config.parse_config(SETTINGS, setup_logging=True)


def serve():
    """Odoo's own server, in a thread."""
    import odoo.http
    from odoo.service import server

    config.parse_config(SETTINGS, setup_logging=True)
    server.server = server.ThreadedServer(odoo.http.root)
    server.server.start()


STEPS = {"meet": meet, "depend": depend, "install": install, "prepare": prepare, "fill": fill, "rest": rest, "upgrade": upgrade, "uninstall": uninstall, "install_again": install}


def main():
    threading.current_thread().dbname = DATABASE
    if SERVES:
        serve()
    for line in sys.stdin:
        command = json.loads(line)

        def answer(content, key=command["key"]):
            records.write(json.dumps({"key": key, **content}) + "\n")  # noqa: F821 (json_log.py)

        if command["do"] == "try":
            for index, task in enumerate(command["tasks"]):
                answer({"task": index, **attempt(task)})
            answer({"done": True})
            continue
        try:
            STEPS[command["do"]](command)
            answer({"done": True, "status": "green"})
        except BaseException as error:  # what a module raises on its way must not end the conversation
            answer({"done": True, "status": "red", **said(error)})


main()
