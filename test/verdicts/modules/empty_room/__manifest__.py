{
    "name": "Empty Room",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "Odoo Module Builder",
    "depends": ["base"],
}
