// Before every page's own scripts. Playwright MCP waits for the requests that an action begins, and never hears of the end of
// those of a service worker or a shared worker: 5 to 10 s at the first page. Odoo does without both, as on a phone.
delete Navigator.prototype.serviceWorker;
delete globalThis.SharedWorker;
