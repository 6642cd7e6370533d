"""Loads ahead what a run of Odoo needs whatever the module is. Stands before the scripts that wait for a module."""
import gc
import logging
import os


def warm(database):
    """Odoo's code and a registry of the database."""
    logging.disable(logging.CRITICAL)
    import odoo.addons
    import odoo.cli.server
    import odoo.http
    import odoo.service.server
    import odoo.tests.loader
    import odoo.tests.result  # noqa: F401
    from odoo.addons.base.models.ir_asset import IrAsset
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
    in_order = IrAsset._topological_sort

    def without_bare(self, addons):
        found = {name: Manifest.for_addon(name) for name in addons}
        bare = tuple(name for name, manifest in found.items() if manifest is not None and not manifest.path.startswith(own) and not manifest["assets"])
        return [*in_order(self, tuple(name for name in addons if name not in bare)), *bare]

    IrAsset._topological_sort = without_bare
    odoo.service.server.load_server_wide_modules()
    Registry(database)
    close_db(database)
    gc.collect()
    gc.freeze()
    logging.disable(logging.NOTSET)
