import { hostile, inTest, MODEL, type Probe, type Tried } from '../probe.js';

const XML = (inner: string, head = ''): string => `<?xml version="1.0" encoding="utf-8"?>\n${head}<odoo>\n${inner}</odoo>\n`;
const LAUGHS = `<!DOCTYPE odoo [<!ENTITY a "${'ha'.repeat(50)}">${['b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name, at) => `<!ENTITY ${name} "${`&${'abcdefg'[at]};`.repeat(10)}">`).join('')}]>\n`;
const OUTSIDE = '<!DOCTYPE odoo [<!ENTITY passwd SYSTEM "file:///etc/passwd">]>\n';
const param = (text: string): string => `  <record id="mini_param" model="ir.config_parameter"><field name="key">mini</field><field name="value">${text}</field></record>\n`;
const named = (title: string, module: string): Probe => hostile(title, {}, { gate: 'manifest', module, kind: null, says: /Odoo has a module called/ });
const many = (count: number): Record<string, string> => Object.fromEntries(Array.from({ length: count }, (_, at) => [`static/many/${at % 100}/file_${at}.txt`, 'x']));
const put = (title: string, path: string, tried: Tried): Probe => hostile(title, { [path]: 'x = 1\n' }, { gate: 'paths', ...tried });

/** Files, names and archives that are meant for whoever reads them. */
export const FILES = [
  hostile('nothing: a module like the others, and as it should be', {}, { gate: null, stop: null, kind: null, says: /^/ }),
  put('archive: a path that leads out by ..', '../../../home/odoo/.profile', { says: /may not be put into a sandbox/, kind: null }),
  put('archive: an absolute path', '/etc/odoo/odoo.conf', { says: /may not be put into a sandbox/, kind: null }),
  inTest('archive: a link in its place for files, which leads to somebody else’s', 'import os\nos.symlink("/var/lib/postgresql/data", "/mnt/modules/mini/static")\nraise AssertionError("GOT THROUGH")', { says: /Permission denied/ }),
  put('names: control characters', 'static/a\u0007\u001b[2J\nb.txt', { says: /^/, stop: null, kind: null }),
  put('names: marks that turn the reading direction', 'static/\u202egnp.exe', { says: /^/, stop: null, kind: null }),
  put('names: longer than any disk takes', `static/${'n'.repeat(300)}.txt`, { says: /could not be put|File name too long/, kind: null }),
  named('names: a module called sale, like an app of Odoo', 'sale'),
  named('names: a module called base', 'base'),
  hostile('bomb: XML whose entities grow', { 'views/mini_book.xml': XML(param('&h;'), LAUGHS) }, { gate: 'syntax', kind: 'install', says: /entit|amplification|DOCTYPE/i }),
  hostile('bomb: XML that reads a file of the machine', { 'views/mini_book.xml': XML(param('&passwd;'), OUTSIDE), 'tests/test_acceptance.py': `from odoo.tests import TransactionCase\n\n\nclass TestAcceptance(TransactionCase):\n    def test_ac_1_a_book_has_a_name(self):\n        self.assertNotIn("root:", self.env["ir.config_parameter"].sudo().get_param("mini") or "", "GOT THROUGH")\n\n    def test_ac_2_pages_start_at_zero(self):\n        self.assertTrue(self.env["ir.config_parameter"].sudo().get_param("mini"), "the entity is empty")\n` }, { gate: 'syntax', kind: 'install', says: /extra content/ }),
  inTest('bomb: a zip that unpacks to 2 GB', 'import io\nimport zipfile\npacked = io.BytesIO()\nwith zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:\n    with archive.open("zeros", "w", force_zip64=True) as file:\n        for _ in range(200):\n            file.write(bytes(10_000_000))\nwith zipfile.ZipFile(packed) as archive:\n    archive.extractall("/tmp/unpacked")\nraise AssertionError("GOT THROUGH")', { stop: 'limit', kind: 'out_of_disk', says: /more data than a module may/ }),
  hostile('size: 10,000 files', many(10_000), { gate: null, stop: null, kind: null, says: /^/ }),
  hostile('size: more files than fit', Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`static/large_${at}.txt`, 'x'.repeat(2 * 1024 * 1024)])), { gate: null, stop: 'limit', kind: null, says: /do not fit into the sandbox/ }),
  hostile('size: a source that no parser should read', { 'models/book.py': `${MODEL}\nX = ${'('.repeat(5000)}1${')'.repeat(5000)}\n` }, { gate: 'syntax', kind: 'install', says: /too many nested parentheses|s_push|MemoryError/ }),
];
