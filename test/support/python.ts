import { spawnSync } from 'node:child_process';
import { describe } from 'vitest';
import { EVERYTHING } from './suite.js';

/** Options of a Java that lives for seconds: to compile its code well would take half of its processor time. */
export const BRIEF_JAVA = '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC';

/** A Python, named by STRATA_PYTHON (`scripts/spark.sh` makes one); null where there is none, or it lacks the module. */
function pythonWith(module: string): string | null {
  const python = process.env.STRATA_PYTHON;
  if (python === undefined || python === '') return null;
  return spawnSync(python, ['-c', `import ${module}`]).status === 0 ? python : null;
}

/** A specification that needs a module of Python; where it is not there, its name says why it is skipped. */
export function describeWithPython(module: string, name: string, specify: (python: string) => void): void {
  const python = EVERYTHING ? pythonWith(module) : null;
  if (python !== null) {
    describe(name, () => {
      specify(python);
    });
    return;
  }
  const why = `skipped: no Python with ${module}; scripts/spark.sh makes one, or set STRATA_PYTHON`;
  if (EVERYTHING) console.warn(`${name} is ${why}`);
  describe.skip(`${name} (${why})`, () => {
    specify('python3');
  });
}
