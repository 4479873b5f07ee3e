import { type PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

type Init = NodeFS['init'];
type EmscriptenOptions = Parameters<Init>[1];

/** What is used of Emscripten's file system. */
interface Module {
  readonly FS: { chmod: (path: unknown, mode: number, ...rest: unknown[]) => unknown };
  readonly NODEFS: {
    readonly node_ops: { mknod: (parent: unknown, name: string, mode: number, device: number) => unknown };
  };
}

const OTHERS = 0o077;
const MOST_LINES = 20;

/**
 * The files of a PGlite database in a folder of the disk. PGlite lets everybody read and write the files that it makes;
 * here they belong to their owner alone. Also keeps what PostgreSQL says while it starts, which PGlite throws away: it
 * is the only place where the reason stands when a database does not open.
 */
export class PrivateFolder extends NodeFS {
  /** The latest lines of PostgreSQL's log. */
  readonly log: string[] = [];

  override async init(pglite: PGlite, options: EmscriptenOptions): ReturnType<Init> {
    const { emscriptenOpts } = await super.init(pglite, options);
    return {
      emscriptenOpts: {
        ...emscriptenOpts,
        printErr: (line: string) => {
          this.log.push(line);
          if (this.log.length > MOST_LINES) this.log.shift();
        },
        preRun: [
          ...asList(emscriptenOpts.preRun),
          (module: unknown) => {
            keepOthersOut(module as Module);
          },
        ],
      },
    };
  }
}

function asList<T>(value: T | readonly T[] | undefined): readonly T[] {
  return value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

function keepOthersOut({ FS, NODEFS }: Module): void {
  const { chmod } = FS;
  FS.chmod = (path, mode, ...rest) => chmod(path, mode & ~OTHERS, ...rest);
  const { mknod } = NODEFS.node_ops;
  NODEFS.node_ops.mknod = (parent, name, mode, device) => mknod(parent, name, mode & ~OTHERS, device);
}
