import { readFileSync, statfsSync } from 'node:fs';

/** The file system in memory that Linux has, unless somebody took it away. */
const MEMORY = '/dev/shm';
const ENOUGH_BYTES = 4 * 2 ** 30;

/**
 * Lets this process, and those that it starts, keep temporary files in memory where there is much room for them: the
 * databases of the tests are hundreds of small files each, and a disk takes longer to make them than the tests take.
 * Whoever sets TMPDIR has them there.
 */
export function keepFilesInMemory(): void {
  if (process.env.TMPDIR === undefined && hasRoom()) process.env.TMPDIR = MEMORY;
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize > ENOUGH_BYTES && !isForbiddenToRun();
  } catch {
    return false;
  }
}

/** Tests run scripts that they wrote, which containers often forbid there. */
function isForbiddenToRun(): boolean {
  const mount = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .find((line) => line.split(' ')[1] === MEMORY);
  return mount?.split(' ')[3]?.split(',').includes('noexec') ?? true;
}
