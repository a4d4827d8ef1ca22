/** The benchmark programs of bench/ and the smaller argument with which the tests run each of them. */
export interface BenchProgram {
  /** File name in bench/ without `.py`. */
  readonly name: string;
  /** Argument for the tests: large enough to get hot, small enough for stress modes. */
  readonly testArgument: number;
}

export const benchPrograms: readonly BenchProgram[] = [
  { name: 'int_loop', testArgument: 20000 },
  { name: 'module_loop', testArgument: 20000 },
  { name: 'nbody', testArgument: 400 },
  { name: 'fannkuch', testArgument: 6 },
  { name: 'spectral_norm', testArgument: 20 },
  { name: 'mandelbrot', testArgument: 24 },
  { name: 'sieve', testArgument: 8000 },
  { name: 'matrix_product', testArgument: 16 },
  { name: 'fft', testArgument: 7 },
  { name: 'lu', testArgument: 16 },
  { name: 'monte_carlo', testArgument: 4000 },
  { name: 'fib', testArgument: 14 },
  { name: 'kernel_simulation', testArgument: 1500 },
  { name: 'constraint_solver', testArgument: 60 },
  { name: 'ray_tracer', testArgument: 8 },
  { name: 'go_playouts', testArgument: 1 },
  { name: 'binary_trees', testArgument: 5 },
  { name: 'word_count', testArgument: 300 },
  { name: 'json_like', testArgument: 20 },
  { name: 'string_building', testArgument: 900 },
  { name: 'dict_and_set', testArgument: 1500 },
  { name: 'sorting', testArgument: 1200 },
  { name: 'generators', testArgument: 4000 },
  { name: 'exceptions', testArgument: 1500 },
  { name: 'closures', testArgument: 3000 },
  { name: 'comprehensions', testArgument: 1500 },
  { name: 'big_integers', testArgument: 120 },
  { name: 'dynamic_programming', testArgument: 40 },
  { name: 'templating', testArgument: 200 },
];
