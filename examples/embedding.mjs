// Python as a formula language inside a Node program. Run: node examples/embedding.mjs
import { PythonError, Runtime } from '../dist/index.js';

const python = new Runtime({ memoryLimit: 64 * 2 ** 20 });
python.run(`
def price(quantity, unit, discounts):
    total = quantity * unit
    for limit, percent in discounts:
        if total > limit:
            total -= total * percent / 100
    return round(total, 2)
`);
console.log(
  python.call('price', 12, 99.5, [
    [100, 5],
    [1000, 10],
  ]),
);

python.globals.set('rates', [1.5, 2.5, 4]);
console.log(python.eval('sum(rates), max(rates), [r * 2 for r in rates]'));

try {
  python.run('1 / 0', { filename: 'formula.py' });
} catch (error) {
  if (!(error instanceof PythonError)) throw error;
  console.log(`${error.type}: ${error.message}`);
}
python.dispose();
