{
    "name": "Desk",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "Odoo Module Builder",
    "depends": ["base", "web"],
    "data": ["views/desk.xml", "views/settings.xml"],
    "assets": {"web.assets_backend": ["desk/static/src/**/*"]},
}
