"""Tests that are wrong on purpose, run when Odoo has ended its own. Stands before launch.py.

A module that makes assertions hold, tests pass or errors vanish does so to these too: they bear the names of its own
tests. What they say stands after a line with the key, in the log and on stderr.
"""


def counterproof(key):
    import odoo.modules.module
    from odoo.tests import TransactionCase
    from odoo.tests.result import OdooTestResult
    from odoo.tests.suite import OdooSuite

    wrong = [
        lambda self: self.assertEqual(1, 2),
        lambda self: self.assertTrue(False),
        lambda self: self.assertIn("a", "b"),
        lambda self: self.assertRaises(ValueError, int, "1"),
        lambda self: self.env["res.partner"].browse(0).unlink_what_is_not_there(),
    ]
    tests = [
        found for name, module in sorted(sys.modules.items())
        if name.startswith("odoo.addons.") and ".tests." in name and (getattr(module, "__file__", None) or "").startswith("/mnt/modules/")
        for found in vars(module).values() if isinstance(found, type) and issubclass(found, TransactionCase) and found.__module__ == name
    ]
    name, place, names = "TestModule", "odoo.addons.module.tests.test_module", []
    if tests:
        name, place = tests[0].__name__, tests[0].__module__
        names = sorted(each for each, value in vars(tests[0]).items() if each.startswith("test_") and callable(value))
    names += [f"test_{number}" for number in range(len(wrong) - len(names))]
    kind = type(name, (TransactionCase,), {"__module__": place, **dict(zip(names, wrong))})
    records.write(json.dumps({"counterproof": key}) + "\n")
    print(key, file=sys.stderr, flush=True)
    odoo.modules.module.current_test = True
    OdooSuite([kind(each) for each in names[:len(wrong)]])(OdooTestResult())
