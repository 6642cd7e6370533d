import { Component, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";

class Desk extends Component {
    static template = xml`<div class="o_desk p-3">A tidy desk.</div>`;
    static props = ["*"];
}

registry.category("actions").add("desk.page", Desk);
