/** A program's times, that of its threads included, the peak of its memory and what it printed: a process of its own waits for it, whose only child it is. */
import { spawnSync } from 'node:child_process';

const waiter = `
import json, resource, subprocess, sys, time
start = time.perf_counter()
child = subprocess.run(sys.argv[1:], capture_output=True, close_fds=False)
elapsed = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
output, errors = (text.decode('utf-8', 'replace') for text in (child.stdout, child.stderr))
print(json.dumps({
    'status': child.returncode, 'output': output, 'errors': errors,
    'elapsed': elapsed, 'processor': used.ru_utime + used.ru_stime, 'megabytes': used.ru_maxrss / 1024,
}))
`;

export interface Measured {
  /** Seconds on the clock. */
  readonly elapsed: number;
  /** Seconds of processor time. */
  readonly processor: number;
  /** The peak of its memory. */
  readonly megabytes: number;
  readonly output: string;
}

/** Needs a python3. @throws Error when the program fails */
export function spawnMeasured(command: readonly string[], env: NodeJS.ProcessEnv): Measured {
  const { stdout, stderr, status } = spawnSync('python3', ['-I', '-c', waiter, ...command], {
    encoding: 'utf8',
    // Node would read the certificates that it names, at every start.
    env: { ...env, NODE_EXTRA_CA_CERTS: undefined },
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`python3: ${stderr}`);
  const { status: outcome, errors, ...measured } = JSON.parse(stdout);
  if (outcome !== 0) throw new Error(`${command.join(' ')}: status ${outcome}: ${errors.slice(-500)}`);
  return measured;
}
