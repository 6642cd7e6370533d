import { FALSE_TESTS, hostile, MODEL, onLoad, testFile } from '../probe.js';

const SAID = '0 failed, 0 error(s) of 2 tests when loading database \'work\'';
const TRUE_TESTS = testFile({ test_ac_1_a_book_has_a_name: 'self.assertTrue(True)', test_ac_2_pages_start_at_zero: 'self.assertTrue(True)' });
/** Our handler's own file. */
const STREAM = 'import json\nimport logging\n\nrecords = next(handler.emit.__globals__["records"] for handler in logging.getLogger().handlers if type(handler).__name__ == "JsonLines")\n';
/** A record as our handler writes it. */
const RECORDS = STREAM + '\n\ndef say(logger, message, path="", level="INFO"):\n    records.write(json.dumps({"at": 1, "level": level, "logger": logger, "path": path, "line": 1, "message": message, "traceback": None}) + "\\n")\n';

/** A module whose tests do not hold, and which wants to be called green. */
export const FORGING = [
  onLoad('verdict: prints the summary of a good run', `print("${SAID}")`, { gate: null, stop: 'judge', says: /0 != 7/ }),
  onLoad('verdict: logs the summary of a good run', `import logging\n\nlogging.getLogger("odoo.tests.result").info("${SAID}")\n`, { gate: null, stop: 'judge', says: /0 != 7/ }),
  onLoad('verdict: writes records of a good run into our stream', `${RECORDS}\n\nsay("odoo.addons.mini.tests.test_acceptance", "Starting TestAcceptance.test_ac_2_pages_start_at_zero ...")\nsay("odoo.tests.result", "${SAID}")\n`, { stop: 'judge', says: /0 != 7/ }),
  onLoad('verdict: breaks our stream with lines that are none', `${STREAM}\nrecords.write("{\\n" * 3)\n`, { stop: 'judge', says: /0 != 7|Unreadable line/ }),
  hostile('verdict: ends Odoo with 0 in a test', { 'tests/test_acceptance.py': testFile({ test_ac_1_a_book_has_a_name: 'self.assertTrue(True)', test_ac_2_pages_start_at_zero: 'import os\nos._exit(0)' }) }, { stop: 'judge', kind: 'forged', says: /ended in the middle of the tests/ }),
  onLoad('verdict: ends Odoo with 0 when its test fails', 'import logging\nimport os\n\n\nclass Quit(logging.Filter):\n    def filter(self, record):\n        if "FAIL:" in record.getMessage():\n            os._exit(0)\n        return True\n\n\nlogging.getLogger("odoo.addons.mini.tests.test_acceptance").addFilter(Quit())\n', { stop: 'judge', kind: 'forged', says: /ended in the middle of the tests/ }),
  onLoad('verdict: makes every comparison hold', 'from odoo.tests import TransactionCase\n\n\ndef fine(*_args, **_kwargs):\n    return None\n\n\nTransactionCase.assertEqual = fine\n', { gate: 'dangerous', stop: 'judge', kind: 'forged', says: /wrong on purpose/ }),
  onLoad('verdict: makes every test pass', 'from odoo.tests import common\n\n\ndef run(self, result):\n    result.startTest(self)\n    result.addSuccess(self)\n    result.stopTest(self)\n    return result\n\n\ncommon.BaseCase.run = run\n', { gate: 'dangerous', stop: 'judge', kind: 'forged', says: /wrong on purpose/ }),
  onLoad('verdict: counts no failure and logs none', 'from odoo.tests import result\n\n\ndef nothing(*_args):\n    return None\n\n\nresult.OdooTestResult.addFailure = nothing\nresult.OdooTestResult.addError = nothing\n', { gate: 'dangerous', stop: 'judge', kind: 'forged', says: /wrong on purpose/ }),
  onLoad('verdict: makes its own tests pass, by their names', 'from odoo.tests import common\n\nORIGINAL = common.BaseCase.run\n\n\ndef run(self, result):\n    if "test_ac_" not in self._testMethodName:\n        return ORIGINAL(self, result)\n    result.startTest(self)\n    result.stopTest(self)\n    return result\n\n\ncommon.BaseCase.run = run\n', { gate: 'dangerous', stop: 'judge', kind: 'forged', says: /wrong on purpose/ }),
  // What docs/security-model.md says is not guaranteed.
  onLoad('verdict: makes its own tests pass, and knows of those that are wrong on purpose', 'from odoo.tests import common\n\nORIGINAL = common.BaseCase.run\nLEFT = [1, 2]\n\n\ndef run(self, result):\n    if not LEFT:\n        return ORIGINAL(self, result)\n    LEFT.pop()\n    result.startTest(self)\n    result.stopTest(self)\n    return result\n\n\ncommon.BaseCase.run = run\n', { stop: 'gate', kind: null, says: /^/ }),
  onLoad('verdict: hides errors from the log, and its exit code', 'import logging\nimport os\n\nfrom odoo.tests import result\n\n\nclass Hide(logging.Filter):\n    def filter(self, record):\n        return record.levelno < logging.ERROR\n\n\nfor handler in logging.getLogger().handlers:\n    handler.addFilter(Hide())\nresult.OdooTestResult.wasSuccessful = lambda self: True\n', { stop: 'judge', kind: 'forged', says: /hides what Odoo says|wrong on purpose/ }),
  onLoad('verdict: takes our log handler away', 'import logging\n\nfor handler in list(logging.getLogger().handlers):\n    logging.getLogger().removeHandler(handler)\n', { gate: null, stop: 'judge', kind: 'tests_missing', says: /did not run/ }),
  hostile('verdict: rewrites its frozen tests on disk, by Odoo’s own file_open', { 'models/book.py': `from odoo.tools import file_open\n\nwith file_open("mini/tests/test_acceptance.py", "w") as file:\n    file.write(${JSON.stringify(TRUE_TESTS)})\n${MODEL}`, 'tests/test_acceptance.py': FALSE_TESTS }, { gate: 'dangerous', kind: 'install', says: /Permission denied/ }),
  hostile('verdict: rewrites its frozen tests on disk, by any means', { 'models/book.py': `import os\nimport shutil\n\nfolder = os.path.dirname(os.path.dirname(__file__))\nfor means in (lambda: open(folder + "/tests/test_acceptance.py", "w"), lambda: os.chmod(folder + "/tests", 0o777), lambda: os.rename(folder + "/tests", folder + "/gone"), lambda: shutil.rmtree(folder + "/tests"), lambda: os.symlink("/tmp", folder + "/link"), lambda: os.rename(folder, "/mnt/modules/other")):\n    try:\n        means()\n    except OSError as error:\n        refused = error\n        continue\n    raise AssertionError("GOT THROUGH")\nraise refused\n${MODEL}`, 'tests/test_acceptance.py': FALSE_TESTS }, { kind: 'install', says: /Permission denied/ }),
  hostile('verdict: replaces the commands with which we look from outside, and Odoo itself', { 'models/book.py': `import os\n\nfor path in ("/usr/local/bin/omb-read", "/usr/local/bin/omb-clone", "/usr/bin/python3", "/usr/lib/python3/dist-packages/odoo/tests/result.py", "/etc/odoo/odoo.conf"):\n    try:\n        open(path, "a").write("x")\n    except OSError as error:\n        refused = error\n        continue\n    raise AssertionError("GOT THROUGH")\nraise refused\n${MODEL}` }, { kind: 'install', says: /Read-only file system|Permission denied/ }),
  hostile('verdict: says in the database that it is installed, and fails', { 'models/book.py': `import psycopg2\n\nconnection = psycopg2.connect(host="/run/postgresql", dbname="work")\nconnection.autocommit = True\nconnection.cursor().execute("UPDATE ir_module_module SET state = 'installed' WHERE name = 'mini'")\nraise ValueError("not a module")\n${MODEL}` }, { stop: 'judge', kind: 'install', says: /not a module/ }),
  hostile('verdict: says in the database that it is installed, and ends Odoo with 0', { 'models/book.py': `import os\n\nimport psycopg2\n\nconnection = psycopg2.connect(host="/run/postgresql", dbname="work")\nconnection.autocommit = True\nconnection.cursor().execute("UPDATE ir_module_module SET state = 'installed' WHERE name = 'mini'")\nos._exit(0)\n${MODEL}` }, { stop: 'judge', kind: 'forged', says: /ended in the middle of the installation/ }),
  hostile('verdict: puts a view of its own before the table that we read from outside', { 'models/book.py': `import atexit

import psycopg2


@atexit.register
def at_the_end():
    connection = psycopg2.connect(host="/run/postgresql", dbname="work")
    with connection, connection.cursor() as cursor:
        cursor.execute("CREATE FUNCTION peek() RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$ BEGIN COPY (SELECT 1) TO PROGRAM 'touch /tmp/through'; RETURN true; END $$")
        cursor.execute("ALTER TABLE ir_module_module RENAME TO hidden")
        cursor.execute("CREATE VIEW ir_module_module AS SELECT * FROM hidden WHERE peek()")


${MODEL}` }, { stop: 'judge', kind: 'install', says: /could no longer be read/ }),
];
