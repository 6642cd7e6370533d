"""Loads ahead what a run of Odoo needs whatever the module is. Stands before the scripts that wait for a module."""
import functools
import gc
import logging
import os


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


def warm(database):
    """Odoo's code and a registry of the database."""
    logging.disable(logging.CRITICAL)
    import odoo.addons
    import odoo.cli.server
    import odoo.http
    import odoo.service.server
    import odoo.tests.loader
    import odoo.tests.result  # noqa: F401
    from odoo.addons.base.models import ir_asset
    from odoo.modules.module import Manifest
    from odoo.modules.registry import Registry
    from odoo.sql_db import close_db
    from odoo.tools import config

    config.parse_config(["-d", database, "--no-http", "--max-cron-threads=0"], setup_logging=False)
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
    ask_once_for_all_models()
    odoo.service.server.load_server_wide_modules()
    Registry(database)
    close_db(database)
    gc.collect()
    gc.freeze()
    logging.disable(logging.NOTSET)
