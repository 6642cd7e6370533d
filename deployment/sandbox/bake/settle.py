"""For `odoo shell` on a template: attachments into the database, scheduled jobs off, passwords of known users hashed once, asset bundles made ahead.

Run with SETTLE_ASSETS=1 on one template; the bundles depend on the code alone, so the other gets a copy of the rows.
"""
import os

from passlib.context import CryptContext

env["ir.config_parameter"].set_param("ir_attachment.location", "db")  # noqa: F821 (env is the shell's)
env["ir.attachment"].force_storage()  # noqa: F821
env["ir.cron"].with_context(active_test=False).search([]).write({"active": False})  # noqa: F821
# At the first login Odoo would ask its own service about the company: there is no network.
# At the first print it would ask for a layout: a person who tries a module wants to see its document.
layout = env.ref("web.external_layout_standard").id  # noqa: F821
env["res.company"].search([]).write({"iap_enrich_auto_done": True, "external_report_layout_id": layout})  # noqa: F821
# Where a document's style sheets are when it is printed; the address that a person has leads nowhere from inside.
env["ir.config_parameter"].set_param("report.url", "http://127.0.0.1:8069")  # noqa: F821
# Odoo hashes a password 600,000 times, 0.7 s of a processor at each sign-in. These are known to everybody: once, as in Odoo's own
# tests (warm.py does so for users that checks make). An Odoo that people use hashes them anew when one signs in.
once = CryptContext(["pbkdf2_sha512"], pbkdf2_sha512__rounds=1)
for user in env["res.users"].search([("login", "in", ("admin", "demo", "portal"))]):  # noqa: F821
    user._set_encrypted_password(user.id, once.hash(user.login))
if os.environ.get("SETTLE_ASSETS"):
    qweb = env["ir.qweb"]  # noqa: F821
    qweb._pregenerate_assets_bundles()
    # Not in Odoo's own list, and asked for by the first page, a tour, and the first emoji.
    for bundle in ("bus.websocket_worker_assets", "web_tour.interactive", "web.assets_emoji"):
        qweb._get_asset_bundle(bundle, css=False, js=True).js()
    # The style of documents, as they ask for it.
    for bundle in ("web.report_assets_common", "web.report_assets_pdf"):
        qweb._get_asset_bundle(bundle, css=True, js=False, autoprefix=True).css()
env.cr.commit()  # noqa: F821
