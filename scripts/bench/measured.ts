/** A program's processor time, that of its threads included, and the peak of its memory: a process of its own waits for it, whose only child it is. */
import { spawnSync } from 'node:child_process';

const waiter = `
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(status, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
`;

/** Needs a python3. @throws Error when the program fails */
export function spawnMeasured(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
): { seconds: number; megabytes: number } {
  const { stdout, stderr } = spawnSync('python3', ['-I', '-c', waiter, ...command], {
    encoding: 'utf8',
    env,
  });
  const [status, seconds, megabytes] = stdout.split(' ').map(Number);
  if (status !== 0) throw new Error(`${command.join(' ')}: ${stderr.slice(-500)}`);
  return { seconds, megabytes };
}
