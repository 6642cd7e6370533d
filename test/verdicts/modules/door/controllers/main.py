from odoo import http
from odoo.http import request


class Door(http.Controller):
    @http.route("/door/bell", type="http", auth="public")
    def bell(self):
        return request.make_json_response({"open": request.env["ir.config_parameter"].sudo().get_param("door.open", "no")})
