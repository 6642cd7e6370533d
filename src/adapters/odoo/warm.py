"""Loads ahead what a run of Odoo needs whatever the module is. Stands before the scripts that wait for a module."""
import ctypes
import functools
import gc
import logging
import os
import sys


def ask_once_for_all_models():
    """At the end of each installation Odoo asks, for every model that there is, for views that come from no module's files and for
    columns that nobody fills in any more: three questions each, nearly all in vain. Here two tell for which models there are some.
    """
    from odoo.addons.base.models import ir_ui_view as of_base
    from odoo.addons.base_import_module.models import ir_ui_view as of_imports
    from odoo.orm.models import BaseModel

    def once(cr, question):
        """What was found, by its first column. Odoo forgets it with the cursor, and opens one for each installation."""
        if question not in cr.cache:
            found = cr.cache[question] = {}
            cr.execute(question)
            for key, value in cr.fetchall():
                found.setdefault(key, set()).add(value)
        return cr.cache[question]

    for view in of_base.IrUiView, of_imports.IrUiView:
        def validate(self, model, validate=view._validate_custom_views):
            return model not in once(self.env.cr, CUSTOM_VIEWS) or validate(self, model)

        view._validate_custom_views = validate

    check = BaseModel._check_removed_columns

    def check_removed(self, log=False):
        # Without `log` it is asked of a table that has just been changed.
        stored = {name for name, field in self._fields.items() if field.store and field.column_type}
        if not log or self._abstract or not once(self.env.cr, REQUIRED_COLUMNS).get(self._table, set()) <= stored:
            check(self, log)

    BaseModel._check_removed_columns = check_removed


#: As Odoo tells them: of no module, or of one that was imported as a zip.
CUSTOM_VIEWS = """
    SELECT v.model, v.id
      FROM ir_ui_view v
 LEFT JOIN ir_model_data md ON md.model = 'ir.ui.view' AND md.res_id = v.id
 LEFT JOIN ir_module_module m ON m.name = md.module
     WHERE v.active AND (m.id IS NULL OR m.imported)"""
REQUIRED_COLUMNS = """
    SELECT c.relname, a.attname
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = current_schema::regnamespace AND a.attnum > 0 AND a.attnotnull AND NOT a.attisdropped"""


def load():
    """Odoo's code, as the processes of a sandbox want it."""
    import odoo.addons
    import odoo.cli.server
    import odoo.http
    import odoo.service.server
    import odoo.tests.loader
    import odoo.tests.result  # noqa: F401
    from odoo.addons.base.models import ir_asset, res_users
    from odoo.modules.module import Manifest
    from odoo.tools import config

    # Empty as yet, so Odoo takes it for no folder of modules.
    if "/mnt/modules" not in odoo.addons.__path__:
        odoo.addons.__path__.append("/mnt/modules")
    # The rows of Odoo's own addons are as their manifests say, and neither can change: image and databases are made together.
    # Odoo would compare all 600 at each installation, upgrade and uninstallation, with 2,500 queries each time.
    own = config.addons_base_dir, config.addons_community_dir

    def not_of_odoo():
        folders = [folder for folder in odoo.addons.__path__ if not folder.startswith(own) and os.path.isdir(folder)]
        found = {name: Manifest._from_path(os.path.join(folder, name)) for folder in reversed(folders) for name in os.listdir(folder)}
        return [found[name] for name in sorted(found) if found[name] is not None]

    Manifest.all_addon_manifests = staticmethod(not_of_odoo)
    # The order of all installed modules is that of the files in Odoo's own bundles, which are made ahead. One that brings no
    # file to any would have them made anew: 4 s for an app on top of `sale`. It comes last instead, where it changes nothing.
    in_order = ir_asset.IrAsset._topological_sort

    def without_bare(self, addons):
        found = {name: Manifest.for_addon(name) for name in addons}
        bare = tuple(name for name, manifest in found.items() if manifest is not None and not manifest.path.startswith(own) and not manifest["assets"])
        return [*in_order(self, tuple(name for name in addons if name not in bare)), *bare]

    ir_asset.IrAsset._topological_sort = without_bare
    # Of its own bundles Odoo looks for every file anew when a module has come, in folders that only an image changes.
    look_for = ir_asset._glob_static_file
    found_once = functools.cache(look_for)
    ir_asset._glob_static_file = lambda pattern: (found_once if pattern.startswith(own) else look_for)(pattern)
    # 0.7 s of a processor for each password of a database that lives for seconds. The words are those of Odoo's tests.
    res_users.ResUsersPatchedInTest._crypt_context = lambda self: res_users.CryptContext(["pbkdf2_sha512", "plaintext"], pbkdf2_sha512__rounds=1)
    ask_once_for_all_models()
    odoo.service.server.load_server_wide_modules()


#: linux/mman.h; a kernel before 5.14 refuses it, and copies page by page.
MADV_POPULATE_WRITE = 23


def own_memory():
    """Copies what this fork shares with its sisters now, and not page by page while somebody waits for a verdict."""
    libc = ctypes.CDLL(None)
    with open("/proc/self/maps") as maps:
        areas = [line.split() for line in maps]
    for place, rights, _offset, _device, _inode, *name in areas:
        if rights == "rw-p" and name in ([], ["[heap]"]):
            begin, end = (int(address, 16) for address in place.split("-"))
            libc.madvise(ctypes.c_void_p(begin), ctypes.c_size_t(end - begin), MADV_POPULATE_WRITE)


def warm(database):
    """Odoo's code and a registry of the database. In a fork of a process that has the code, the registry alone."""
    logging.disable(logging.CRITICAL)
    is_loaded = "odoo.tests.loader" in sys.modules
    import odoo
    from odoo.modules.registry import Registry
    from odoo.sql_db import close_db
    from odoo.tools import config

    config.parse_config(["-d", database, "--no-http", "--max-cron-threads=0"], setup_logging=False)
    if not is_loaded:
        load()
    if database not in Registry.registries:
        Registry.delete_all()
        Registry(database)
    close_db(database)
    gc.collect()
    gc.freeze()
    if is_loaded:
        own_memory()
    logging.disable(logging.NOTSET)
