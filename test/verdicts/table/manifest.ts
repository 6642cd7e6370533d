import { add, broken, drop, edit } from '../case.js';

const manifest = (from: string, to: string) => edit('__manifest__.py', from, to);

/** Odoo passes over most of these and ends its day with exit code 0. */
export const MANIFEST = [
  broken('the manifest does not parse', { change: manifest('"depends": [', '"depends" ['), kind: 'gate', by: 'syntax', at: ['__manifest__.py', '"depends"'], says: /cannot be read by Python/ }),
  broken('the manifest is code', { change: add('__manifest__.py', 'dict(name="Shelf")\n'), kind: 'gate', by: 'manifest', at: ['__manifest__.py'], says: /not one literal dictionary/ }),
  broken('the manifest is missing', { change: drop('__manifest__.py'), kind: 'gate', by: 'manifest', at: ['__manifest__.py'], says: /no manifest/ }),
  broken('installable is False', { change: manifest('"installable": True', '"installable": False'), kind: 'gate', by: 'manifest', at: ['__manifest__.py', '"installable"'], says: /cannot be installed/ }),
  broken('the version is for Odoo 17', { change: manifest('19.0.1.1.0', '17.0.1.1.0'), kind: 'gate', by: 'manifest', at: ['__manifest__.py', '"version"'], says: /another version of Odoo/ }),
  broken('it depends on itself', { change: manifest('["base", "mail"]', '["base", "mail", "shelf"]'), kind: 'gate', by: 'manifest', at: ['__manifest__.py', '"depends"'], says: /depends on itself/ }),
  { ...broken('it depends on itself by way of another', { change: manifest('["base", "mail"]', '["base", "mail", "sale_crm"]'), kind: 'gate', by: 'manifest', at: ['__manifest__.py', '"depends"'], says: /on itself by way of 'sale_crm'/ }), module: 'crm' },
  broken('it depends on a module that does not exist', { change: manifest('["base", "mail"]', '["base", "mail", "mial"]'), kind: 'install', by: 'install', at: ['__manifest__.py', '"depends"'], says: /mial/ }),
  broken('the manifest names a file that is not there', { change: drop('views/partner.xml'), kind: 'gate', by: 'manifest', at: ['__manifest__.py', 'views/partner.xml'], says: /names a file that is not in the module/ }),
  broken('the manifest forgets a file', { change: manifest('        "views/partner.xml",\n', ''), kind: 'gate', by: 'manifest', at: ['views/partner.xml'], says: /never loaded/ }),
  broken('the manifest names an asset that is not there', { change: manifest('"installable": True', '"assets": {"web.assets_backend": ["shelf/static/src/shelf.js"]},\n    "installable": True'), kind: 'gate', by: 'manifest', at: ['__manifest__.py', '"assets"'], says: /not in the module/ }),
  broken('the manifest names a hook that is not there', { change: manifest('"post_init_hook": "post_init_hook"', '"post_init_hook": "after_install"'), kind: 'gate', by: 'manifest', at: ['__manifest__.py', '"post_init_hook"'], says: /after_install/ }),
  broken('the post-install hook fails', { change: edit('hooks.py', '("capacity", "=", 0)', '("capazity", "=", 0)'), kind: 'install', by: 'install', at: ['hooks.py', 'capazity'], says: /capazity/ }),
  broken('files are loaded before what they need', {
change: manifest('"data": [\n', '"data": [\n        "views/menus.xml",\n'),
    kind: 'gate', by: 'references', at: ['views/menus.xml', 'groups="shelf.group_reader"'], says: /later/,
  }),
];
