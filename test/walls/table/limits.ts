import { hostile, inTest, MODEL } from '../probe.js';

const ENDLESS = 20_000;
const CRON = `<?xml version="1.0" encoding="utf-8"?>
<odoo>
  <record id="mini_cron" model="ir.cron">
    <field name="name">Never ends</field>
    <field name="model_id" ref="model_mini_book"/>
    <field name="state">code</field>
    <field name="code">model._never_ends()</field>
    <field name="interval_number">1</field>
    <field name="interval_type">days</field>
  </record>
</odoo>
`;
const manifest = (data: string): string => `{
    "name": "Mini",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "Test",
    "depends": ["base", "web"],
    "data": [${data}],
    "installable": True,
}
`;

/** More than a sandbox has, and what never ends. */
export const LIMITS = [
  inTest('processes: a fork bomb', 'import os\nimport time\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        time.sleep(0.01)', { stop: 'limit', kind: 'out_of_processes', timeoutMs: 3 * ENDLESS, says: /more processes than a module may/ }),
  inTest('processes: ten thousand threads', 'import threading\nimport time\nfor _ in range(10_000):\n    threading.Thread(target=time.sleep, args=(1,), daemon=True).start()\nraise AssertionError("GOT THROUGH")', { stop: 'limit', says: /can't start new thread/ }),
  inTest('processes: a child that ignores signals, hides its origin and lives on', 'import subprocess\nsubprocess.Popen(["env", "-i", "setsid", "sh", "-c", "trap : TERM INT HUP; while :; do sleep 1; done"])\nwhile True:\n    pass', { stop: 'limit', kind: 'timeout', timeoutMs: ENDLESS, says: /took longer than 20 seconds/ }),
  inTest('memory: all of it', 'hoard = []\nwhile True:\n    hoard.append(bytearray(50_000_000))', { gate: null, stop: 'limit', kind: 'out_of_memory', says: /more memory than a module may/ }),
  inTest('memory: by Postgres', 'self.env.cr.execute("SELECT length(a) + length(b) + length(c) FROM (SELECT string_agg(repeat(\'x\', 1000000), \'\') AS a FROM generate_series(1, 1000)) a, (SELECT string_agg(repeat(\'y\', 1000000), \'\') AS b FROM generate_series(1, 1000)) b, (SELECT string_agg(repeat(\'z\', 1000000), \'\') AS c FROM generate_series(1, 1000)) c")\nraise AssertionError("GOT THROUGH")', { gate: null, stop: 'limit', kind: 'out_of_memory', says: /more memory than a module may/ }),
  inTest('disk: every directory that can be written', 'import os\nfor folder in ("/tmp", "/home/odoo", "/dev/shm"):\n    try:\n        with open(folder + "/fill", "wb") as file:\n            while True:\n                file.write(bytes(1_000_000))\n    except OSError as error:\n        full = error\nraise full', { stop: 'limit', kind: 'out_of_disk', says: /more data than a module may/ }),
  inTest('disk: a table that grows', 'for _ in range(400):\n    self.env.cr.execute("CREATE TABLE IF NOT EXISTS heap (x text STORAGE PLAIN)")\n    self.env.cr.execute("INSERT INTO heap SELECT repeat(md5(random()::text), 200) FROM generate_series(1, 5000)")\nraise AssertionError("GOT THROUGH")', { gate: null, stop: 'limit', kind: 'out_of_disk', says: /more data than a module may/ }),
  inTest('disk: many tables, committed', 'cr = self.env.registry.cursor()\nfor number in range(60):\n    cr._cnx.cursor().execute(f"CREATE TABLE heap_{number} AS SELECT repeat(md5(random()::text), 60) AS x FROM generate_series(1, 25000)")\n    cr._cnx.commit()\nraise AssertionError("GOT THROUGH")', { gate: null, stop: 'limit', kind: 'out_of_disk', says: /more data than a module may/ }),
  inTest('disk: a table that is filled and emptied without end', 'cr = self.env.registry.cursor()\nwhile True:\n    cr._cnx.cursor().execute("CREATE TABLE heap AS SELECT repeat(md5(random()::text), 60) AS x FROM generate_series(1, 100000)")\n    cr._cnx.cursor().execute("DROP TABLE heap")\n    cr._cnx.commit()', { gate: null, stop: 'limit', kind: 'out_of_disk', timeoutMs: 240_000, says: /wrote more data/ }),
  inTest('disk: files that a query spills', 'self.env.cr.execute("SELECT count(*) FROM (SELECT repeat(md5(g::text), 40) AS x FROM generate_series(1, 2000000) g ORDER BY 1 OFFSET 1) a")\nraise AssertionError("GOT THROUGH")', { gate: null, stop: 'limit', kind: 'out_of_disk', says: /more data than a module may/ }),
  hostile('time: an endless loop when it is imported', { 'models/book.py': `${MODEL}\n\nwhile True:\n    pass\n` }, { gate: null, stop: 'limit', kind: 'timeout', timeoutMs: ENDLESS, says: /took longer than 20 seconds/ }),
  hostile('time: an endless loop in its installation', { '__init__.py': 'from . import models\n\n\ndef never(env):\n    while True:\n        pass\n', '__manifest__.py': manifest('"security/ir.model.access.csv"').replace('"installable"', '"post_init_hook": "never",\n    "installable"'), 'views/mini_book.xml': null }, { gate: null, stop: 'limit', kind: 'timeout', timeoutMs: ENDLESS, says: /took longer than 20 seconds/ }),
  inTest('time: an endless loop in a test', 'while True:\n    pass', { gate: null, stop: 'limit', kind: 'timeout', timeoutMs: ENDLESS, says: /took longer than 20 seconds/ }),
  inTest('time: one endless statement in Postgres', 'self.env.cr.execute("SELECT pg_sleep(100000)")', { gate: null, stop: 'limit', kind: 'timeout', timeoutMs: ENDLESS, says: /took longer than 20 seconds/ }),
  hostile('time: an endless loop in a cron', { '__manifest__.py': manifest('"security/ir.model.access.csv", "data/cron.xml"'), 'data/cron.xml': CRON, 'views/mini_book.xml': null, 'models/book.py': `${MODEL}\n    def _never_ends(self):\n        while True:\n            pass\n` }, { gate: null, stop: 'limit', kind: 'timeout', checks: ['crons'], timeoutMs: 30_000, withinSeconds: 90, says: /never came to an end/ }),
  inTest('cores: both of them, burned by many processes', 'import os\nfor _ in range(32):\n    if os.fork() == 0:\n        while True:\n            pass\nwhile True:\n    pass', { stop: 'limit', kind: 'timeout', timeoutMs: ENDLESS, says: /took longer than 20 seconds/ }),
  inTest('log: more than is kept, then an end', 'import logging\nfor number in range(40_000):\n    logging.getLogger(__name__).info("%s", "x" * 1000)', { gate: null, stop: 'limit', kind: 'log', says: /more into the log/ }),
  inTest('log: without an end', 'import logging\nwhile True:\n    logging.getLogger(__name__).info("%s", "x" * 1000)', { gate: null, stop: 'limit', kind: 'log', timeoutMs: ENDLESS, says: /more into the log/ }),
  inTest('log: one line without an end', 'import os\nwhile True:\n    os.write(2, b"x" * 65_536)', { stop: 'limit', kind: 'log', timeoutMs: ENDLESS, says: /more into the log/ }),
];
