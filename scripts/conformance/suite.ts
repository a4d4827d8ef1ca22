/**
 * Which files of CPython's test suite are run, and what of them is not for us: tests of CPython's inside (reference
 * counts, its C API, sizes of its objects), with the reason for each.
 */

import type { TestOutcome } from './run-file.ts';

/**
 * What `docs/conformance.md` is about; more can be named on the command line. CPython has the tests of TextIOWrapper in test_io, those
 * of `contextvars` in test_context, those of `numbers` in test_abstract_numbers and test_numeric_tower.
 */
const LANGUAGE = `int long float complex bool str bytes list tuple dict set range slice grammar syntax scope generators genexps listcomps
   coroutines asyncgen class descr super property decorators exceptions exception_group except_star with patma fstring
   tstring format augassign binop compare unpack unpack_ex extcall keywordonlyarg positional_only_arg iter enumerate
   builtin math cmath itertools functools collections deque defaultdict ordered_dict heapq bisect random operator copy
   dataclasses enum array memoryview contextlib re json struct statistics typing type_params type_aliases textwrap string
   weakref gc traceback ast io fileio bufio memoryio os posixpath pathlib tempfile shutil glob fnmatch argparse
   logging time pprint reprlib shlex getopt queue context inspect types abc abstract_numbers numeric_tower keyword codecs graphlib tokenize
   linecache warnings importlib type_comments`;
const FORMATS = 'csv pyexpat sax minidom xml_etree plistlib configparser tomllib html fractions';
const DIGESTS = 'hashlib hmac secrets uuid';
const TIMES = 'decimal datetime calendar strptime zoneinfo sched';
const PACKED =
  'base64 binascii quopri zlib gzip zipfile pickle pickletools picklebuffer copyreg marshal shelve';
const TEXTS = `difflib htmlparser unicodedata urlparse ipaddress email gettext mimetypes locale optparse fileinput filecmp colorsys
   wave`;
const PROGRAMS = 'pkgutil zipimport profile cprofile pdb';
const testsOf = (names: string): readonly string[] => names.split(/\s+/).map((name) => `test_${name}`);
/** The sections of that page. */
export const SECTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['The language and what is close to it', testsOf(LANGUAGE)],
  ['Formats of files', testsOf(FORMATS)],
  ['Digests and randomness', testsOf(DIGESTS)],
  ['Numbers, dates and times', testsOf(TIMES)],
  ['Bytes, compression and objects as bytes', testsOf(PACKED)],
  ['Texts, and programs for the command line', testsOf(TEXTS)],
  ['Importing, profiling, debugging', testsOf(PROGRAMS)],
  ['asyncio', ['test_asyncio']],
]);
export const FILES: readonly string[] = [...SECTIONS.values()].flat();

/** Of a package of tests, those of its modules that are run: what of asyncio needs neither sockets nor processes. */
const PARTS: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'test_asyncio',
    testsOf(`context eager_task_factory futures futures2 graph locks pep492 protocols queues runners staggered taskgroups tasks timeouts
      transports waitfor`),
  ],
]);
/** The modules of a file. */
export const modulesOf = (file: string): readonly string[] =>
  PARTS.get(file)?.map((part) => `test.${file}.${part}`) ?? [`test.${file}`];

/** Why a test says nothing about Python: what the reason that it gave looks like, when it was skipped, or when it failed. */
interface Exemption {
  readonly why: string;
  readonly skipped: RegExp;
  readonly failed?: RegExp;
}

const EXEMPTIONS: readonly Exemption[] = [
  {
    why: 'implementation detail of CPython',
    skipped: /implementation detail|CPython.specific|specific to CPython|cpython.only|only for CPython/i,
  },
  {
    why: "CPython's C API",
    skipped:
      /_testcapi|_testinternalcapi|_testlimitedcapi|_testbuffer|_testclinic|_testmultiphase|_testsinglephase|xxsubtype|C API|dynamic loading|extension type/i,
    failed:
      /^ModuleNotFoundError: No module named '_test(?:capi|internalcapi|limitedcapi|buffer|multiphase|singlephase)'$/,
  },
  { why: 'needs subinterpreters', skipped: /interpreters|subinterpreter/i },
  // Decided, and said in docs/python-differences.md; what fails with exactly these sentences wants nothing else.
  {
    why: 'needs threads',
    skipped: /threading|threads?\b/i,
    failed: /^RuntimeError: can't start new thread: pystitch runs a program on one thread$/,
  },
  {
    why: 'needs processes',
    skipped: /subprocess|fork|multiprocessing|^requires (?:ifconfig|ip)$/i,
    failed: /^OSError: \[Errno 38\] pystitch starts no processes$/,
  },
];

/** Failed for one reason alone, which no message tells. */
const INSIDE: ReadonlyMap<string, string> = new Map([
  // One test of 81 examples, one of which wants a tuple's memory to be used again at once.
  ['test.test_genexps.__test__.doctests', 'reference counts'],
  // In which of three generations the collector has an object after each collection.
  ['test.test_gc.GCTests.test_get_objects_generations', "generations of CPython's collector"],
  ['test.test_importlib.test_util.MagicNumberTests.test_magic_number', 'implementation detail of CPython'],
  // What gc.get_referrers finds right after a task: nothing, if counts of references have freed it.
  ...['TestTaskGroup', 'TestEagerTaskTaskGroup'].flatMap((group) =>
    ['base_error', 'direct', 'errors', 'parent_task', 'parent_task_wr', 'propagate_cancellation_error'].map(
      (name) =>
        [
          `test.test_asyncio.test_taskgroups.${group}.test_exception_refcycles_${name}`,
          'reference counts',
        ] as const,
    ),
  ),
]);

/** Classes that do not even exist where what they are about is not there, or that are skipped as a whole. */
const CLASSES: readonly (readonly [name: RegExp, why: string])[] = [
  // Each runs a program at a pseudo-terminal.
  [/^test\.test_pdb\.PdbTestReadline\./, 'needs processes'],
  [/^test\.test_shelve\.\w+_(?:ndbm|sqlite3)Shelve\./, 'needs a library of databases'],
];

/** The reason for which a test is not counted; undefined: it is. An outcome is undefined if the test did not run. */
export function exemption(test: string, found: TestOutcome | undefined): string | undefined {
  const { outcome, reason } = found ?? { outcome: undefined, reason: '' };
  if (outcome === 'passed') return undefined;
  const whole = CLASSES.find(([name]) => name.test(test))?.[1];
  if (whole !== undefined || outcome === undefined) return whole;
  return INSIDE.get(test) ?? EXEMPTIONS.find((one) => one[outcome]?.test(reason))?.why;
}
