from odoo import fields, models


class Settings(models.TransientModel):
    _inherit = "res.config.settings"

    desk_greeting = fields.Char(config_parameter="desk.greeting")
