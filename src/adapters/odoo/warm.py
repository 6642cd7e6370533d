"""Loads ahead what a run of Odoo needs whatever the module is. Stands before the scripts that wait for a module."""
import functools
import gc
import logging


def warm(database):
    """Odoo's code, a registry of the database, and the manifests of Odoo's own addons."""
    logging.disable(logging.CRITICAL)
    import odoo.addons
    import odoo.cli.server
    import odoo.http
    import odoo.service.server
    import odoo.tests.loader
    import odoo.tests.result  # noqa: F401
    from odoo import SUPERUSER_ID, api
    from odoo.modules.module import Manifest
    from odoo.modules.registry import Registry
    from odoo.sql_db import close_db
    from odoo.tools import config

    config.parse_config(["-d", database, "--no-http", "--max-cron-threads=0"], setup_logging=False)
    # Empty as yet, so Odoo takes it for no folder of modules.
    if "/mnt/modules" not in odoo.addons.__path__:
        odoo.addons.__path__.append("/mnt/modules")
    # Odoo reads its 600 manifests anew at each installation, 0.4 s. Those of the image cannot change: it is read-only.
    read = Manifest._from_path
    remembered = functools.lru_cache(None)(read)
    own = config.addons_base_dir, config.addons_community_dir
    Manifest._from_path = staticmethod(lambda path, env=None: remembered(path) if env is None and path.startswith(own) else read(path, env))
    odoo.service.server.load_server_wide_modules()
    registry = Registry(database)
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        env["ir.module.module"].update_list()
        cr.rollback()
    close_db(database)
    gc.collect()
    gc.freeze()
    logging.disable(logging.NOTSET)
