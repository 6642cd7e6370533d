import { add, broken, edit } from '../case.js';

/** Data files, translations, and what runs when somebody prints, mails or waits. */
export const DATA = [
  broken('XML that is not well-formed', { change: edit('views/shelf.xml', '        </sheet>\n', ''), kind: 'gate', by: 'syntax', at: ['views/shelf.xml', '      </form>'], says: /not well-formed/ }),
  broken('a record of a model that does not exist', { change: edit('data/sequence.xml', 'model="ir.sequence"', 'model="ir.sequense"'), kind: 'install', by: 'install', at: ['data/sequence.xml', 'ir.sequense'], says: /ir\.sequense/ }),
  broken('a record with a field that does not exist', { change: edit('data/sequence.xml', '<field name="padding">', '<field name="pading">'), kind: 'install', by: 'install', at: ['data/sequence.xml', 'pading'], says: /pading/ }),
  broken('a record with a choice that does not exist', { change: edit('data/cron.xml', 'days</field>', 'dais</field>'), kind: 'install', by: 'install', at: ['data/cron.xml', 'dais'], says: /dais/ }),
  broken('a broken demo file', { change: edit('demo/books.xml', '<field name="pages">412</field>', '<field name="pages">-412</field>'), kind: 'check', by: 'demo', at: ['demo/books.xml', '<record id="demo_dune"'], says: /pages_positive|fewer pages than none/ }),
  broken('a translation that does not parse', { change: edit('i18n/de.po', 'msgid "Shelf"\n', 'msgid "Shelf\n'), kind: 'gate', by: 'translations', at: ['i18n/de.po', 'msgid "Shelf'], says: /translation/i }),
  broken('a translation with a broken placeholder', { change: add('i18n/fr.po', 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n#. module: shelf\n#: code:addons/shelf/models/book.py:0\nmsgid "%s is not here."\nmsgstr "%d n\'est pas là."\n'), kind: 'gate', by: 'translations', at: ['i18n/fr.po', 'msgid "%s is'], says: /%d/ }),
  broken('a cron that raises when it runs', { change: edit('models/book.py', '("due_date", "<", limit)', '("dew_date", "<", limit)'), kind: 'check', by: 'crons', at: ['models/book.py', 'dew_date'], says: /dew_date/ }),
  broken('a server action that fails', { change: edit('data/cron.xml', '</odoo>', '  <record id="action_find" model="ir.actions.server">\n    <field name="name">Find</field>\n    <field name="model_id" ref="model_shelf_book"/>\n    <field name="binding_model_id" ref="model_shelf_book"/>\n    <field name="state">code</field>\n    <field name="code">records._find_again()</field>\n  </record>\n</odoo>'), kind: 'check', by: 'crons', at: ['data/cron.xml', '_find_again'], says: /_find_again/ }),
  broken('a cron that calls what is not there', { change: edit('data/cron.xml', '_cron_find_lost()', '_cron_find_loss()'), kind: 'check', by: 'crons', at: ['data/cron.xml', '_cron_find_loss'], says: /_cron_find_loss/ }),
  broken('a report that does not render', { change: edit('report/report_book.xml', 't-field="doc.pages"', 't-field="doc.papers"'), kind: 'check', by: 'reports', at: ['report/report_book.xml', 'doc.papers'], says: /papers/ }),
  broken('a report of a template that is not there', { change: edit('report/report_book.xml', 'shelf.report_book</field>', 'shelf.report_bok</field>'), kind: 'check', by: 'reports', at: ['report/report_book.xml', 'shelf.report_bok'], says: /report_bok/ }),
  broken('a mail template that does not render', { change: edit('data/mail_template.xml', 'object.due_date or', 'object.dew_date or'), kind: 'check', by: 'mail_templates', at: ['data/mail_template.xml', 'object.dew_date'], says: /dew_date/ }),
];
