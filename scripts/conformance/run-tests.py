"""Runs the tests of one module of CPython's test suite, one by one, and reports each on a line of its own.

    run-tests.py FOLDER MODULE FINISHED

FOLDER is where the package `test` is; MODULE is `test.test_int` or the like; FINISHED is a file that names tests to
leave out, one a line: those of an earlier run of this script that did not live to the end.

A line is the record separator (U+001E), what happened, a tab, the test's name, and for some a tab and a reason:
`start`, then one of `passed`, `failed`, `skipped`; at last `end`. Everything else that appears is the tests' own.
Written so that it needs little of the library besides unittest: what it uses has to work before anything is measured.
"""

import sys
import unittest

folder, module, finished_file = sys.argv[1:4]
sys.path.insert(0, folder)
sys.argv[1:] = []
output = sys.stdout


def tell(event, name="", reason=""):
    reason = " ".join(reason.split())[:300]
    output.write(f"\x1e{event}\t{name}\t{reason}\n")
    output.flush()


class Result(unittest.TestResult):
    """What a test did is told when it stops: a test with subtests may fail several times."""

    def startTest(self, test):
        super().startTest(test)
        self.outcome = "passed", ""
        tell("start", test.id())

    def stopTest(self, test):
        super().stopTest(test)
        tell(self.outcome[0], test.id(), self.outcome[1])

    def fail(self, error):
        if self.outcome[0] != "failed":
            self.outcome = "failed", f"{error[0].__name__}: {error[1]}"

    def addError(self, test, error):
        if hasattr(self, "outcome") and hasattr(test, "_testMethodName"):
            self.fail(error)
        else:  # of a class or module: its tests are not run at all
            tell("note", test.id(), f"{error[0].__name__}: {error[1]}")

    def addFailure(self, test, error):
        self.fail(error)

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self.fail(error)

    def addSkip(self, test, reason):
        if hasattr(test, "_testMethodName"):
            self.outcome = "skipped", reason
        else:
            tell("note", test.id(), reason)

    def addUnexpectedSuccess(self, test):
        self.outcome = "failed", "unexpected success"


def cases(suite):
    for test in suite:
        if isinstance(test, unittest.BaseTestSuite):
            yield from cases(test)
        else:
            yield test


with open(finished_file) as file:
    finished = set(file.read().split("\n"))

# A file that takes a function of CPython's inside as it is imported would not run at all: the tests that call it are skipped.
TAKEN_ON_IMPORT = {"test.test_class": ("_testinternalcapi", "has_inline_values")}


def stand_in(inside, function):
    def skip(*args):
        raise unittest.SkipTest(f"needs {inside}")

    sys.modules[inside] = type(sys)(inside)
    setattr(sys.modules[inside], function, skip)


inside, function = TAKEN_ON_IMPORT.get(module, (None, None))
if inside:
    try:
        __import__(inside)
        inside = None
    except ImportError:
        stand_in(inside, function)
loaded = unittest.defaultTestLoader.loadTestsFromName(module)
if inside:
    del sys.modules[inside]
for error in unittest.defaultTestLoader.errors:
    tell("note", module, error.strip().rpartition("\n")[2])
suite = unittest.TestSuite(test for test in cases(loaded) if test.id() not in finished)
suite.run(Result())
tell("end")
