"""Runs the tests of modules of CPython's test suite, one by one, and reports each on a line of its own.

    run-tests.py FOLDER MODULES FINISHED

FOLDER is where the package `test` is; MODULES is `test.test_int` or the like, or several with commas; FINISHED is a file that names tests to
leave out, one a line: those of an earlier run of this script that did not live to the end.

A line is the record separator (U+001E), what happened, a tab, the test's name, and for some a tab and a reason:
`start`, then one of `passed`, `failed`, `skipped`; at last `end`, or `again`: the tests that are left want a new
process. Everything else that appears is the tests' own.
Written so that it needs little of the library besides unittest: what it uses has to work before anything is measured.
"""

import sys
import unittest
from importlib import machinery

folder, modules, finished_file = sys.argv[1:4]
sys.path.insert(0, folder)
sys.argv[1:] = []
output = sys.stdout


def tell(event, name="", reason=""):
    reason = " ".join(reason.split())[:300]
    output.write(f"\x1e{event}\t{name}\t{reason}\n")
    output.flush()


# What pystitch says where it has not what a test needs: that is why the test failed, whatever it made of it.
ABSENT = "pystitch starts no processes", "pystitch runs a program on one thread"


def reason(exc):
    cause = exc
    while cause is not None and not str(cause).endswith(ABSENT):
        cause = cause.__cause__ or cause.__context__
    return f"{type(cause or exc).__name__}: {cause or exc}"


class Result(unittest.TestResult):
    """What a test did is told when it stops: a test with subtests may fail several times."""

    def startTest(self, test):
        super().startTest(test)
        self.outcome = "passed", ""
        self.untidy = False
        tell("start", test.id())

    def stopTest(self, test):
        super().stopTest(test)
        tell(self.outcome[0], test.id(), self.outcome[1])
        if self.untidy:
            tell("again")
            self.shouldStop = True

    def fail(self, error):
        # A second error is one of tearDown: what the test has left behind would fail others.
        self.untidy = self.outcome[0] == "failed"
        if not self.untidy:
            self.outcome = "failed", reason(error[1])

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
            self.untidy = False

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

# What of CPython's inside tests reach for. A file that does so as it is imported would not run at all: it is imported
# once more, with stand-ins, and only its tests that use what they stand for are skipped.
INSIDE = (
    "_testbuffer _testcapi _testclinic _testimportmultiple _testinternalcapi _testlimitedcapi _testmultiphase"
    " _testsinglephase"
).split()


class StandIn:
    """Something of such a module."""

    def __init__(self, inside):
        self.__inside = inside

    def __call__(self, *args, **kwargs):
        raise unittest.SkipTest(f"needs {self.__inside}")

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        self()


class StandInFinder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        return machinery.ModuleSpec(name, StandInFinder) if name in INSIDE else None

    @staticmethod
    def create_module(spec):
        return None

    @staticmethod
    def exec_module(module):
        def stand_in(name):
            # test.support has other ways for where there is no such module
            asks = sys._getframe(1).f_globals.get("__name__", "")
            if name.startswith("__") or asks.startswith("test.support"):
                raise AttributeError(name)
            return StandIn(module.__name__)

        module.__getattr__ = stand_in


def load(name):
    """The tests of a module; what is wrong with it is a test too, as the loader makes one of a module in a package."""
    try:
        return list(cases(unittest.defaultTestLoader.loadTestsFromName(name)))
    except unittest.SkipTest as skip:
        return [unittest.loader._make_skipped_test(name, skip, list)[0]]


def not_loaded(test):
    """Why it stands for a module that could not be imported; empty for a real test."""
    if type(test).__name__ == "ModuleSkipped":
        return getattr(test, test._testMethodName).__unittest_skip_why__
    return str(test._exception) if type(test).__name__ == "_FailedTest" else ""


def load_all(name):
    tests, again = [], []
    for test in load(name):
        lacking = any(f"'{inside}'" in not_loaded(test) for inside in INSIDE)
        (again if lacking else tests).append(test)
    if again:
        sys.meta_path.append(StandInFinder)
        for test in again:
            part = test._testMethodName
            tests += load(part if "." in part else name)
        sys.meta_path.remove(StandInFinder)
        for inside in INSIDE:
            sys.modules.pop(inside, None)
    return tests


loaded = [test for module in modules.split(",") for test in load_all(module)]
for test in loaded:
    if not_loaded(test):
        tell("note", test._testMethodName, not_loaded(test).strip().rpartition("\n")[2])
suite = unittest.TestSuite(test for test in loaded if test.id() not in finished)
result = suite.run(Result())
if not result.shouldStop:
    tell("end")
