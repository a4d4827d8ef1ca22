// A pure-Python package used from JavaScript: run with node examples/packages.mjs [FOLDER]
//
// FOLDER has the layout that `pip install --target FOLDER recipes` makes; by default it is the one next to this file.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PythonError, Runtime } from '../dist/index.js';

const folder = process.argv[2] ?? fileURLToPath(new URL('packages', import.meta.url));
const cacheFolder = mkdtempSync(join(tmpdir(), 'recipes-cache-'));

const python = new Runtime({
  // Python's modules come from here …
  path: [folder],
  // … and this lets packages read what else is in it: their data, and who they are.
  files: { read: [folder] },
  // What was compiled once is not compiled again. A program would keep this folder.
  cacheFolder,
});

const version = python.import('importlib.metadata').get('version').call('recipes');
console.log(`recipes ${version}`);

// Functions, classes and exceptions of the package are PythonObjects; what they return is converted by value.
const recipes = python.import('recipes');
const pancakes = recipes.get('read').call(`Pancakes
serves 4
1 1/2 cup flour
250 ml milk
3 eggs
1/2 tsp salt`);
console.log(pancakes.get('title'), pancakes.get('scaled').call(6).get('lines').call());

const str = python.eval('str');
const flour = recipes.get('Amount').call(2, 'lb');
console.log(`${str.call(flour)} are ${str.call(flour.get('to').call('g'))}`);

try {
  recipes.get('read').call('Soup\nserves 2\nsome water');
} catch (error) {
  if (!(error instanceof PythonError)) throw error;
  console.log(`${error.type}: ${error.message} (${error.exception.get('line')})`);
}

python.dispose();
rmSync(cacheFolder, { recursive: true });
