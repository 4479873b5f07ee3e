import { parse, type PGlite, protocol, type Results } from '@electric-sql/pglite';

const { serialize } = protocol;

/**
 * Statements that a PGlite instance parses once, which its own `query` cannot: it parses and plans every call, and plans
 * with the parameters as constants. Each run is one message (PostgreSQL's extended query protocol) instead of six.
 */
export class PreparedStatements {
  /** The types of the parameters of each statement that is prepared, by its name. */
  readonly #prepared = new Map<string, readonly number[]>();

  constructor(private readonly pglite: PGlite) {}

  /** The result of the statement of this name, which it prepares where that was not done yet. */
  run(name: string, sql: string, parameters: readonly unknown[]): Promise<Results | undefined> {
    return this.pglite.runExclusive(async () => {
      const types = this.#prepared.get(name) ?? (await this.#prepare(name, sql));
      const values = parameters.map((value, index) => this.#serialized(value, types[index]));
      const messages = await this.#send(
        serialize.bind({ statement: name, values }),
        serialize.describe({ type: 'P' }),
        serialize.execute({}),
      );
      return parse.parseResults(messages, this.pglite.parsers)[0];
    });
  }

  async #prepare(name: string, sql: string): Promise<readonly number[]> {
    const messages = await this.#send(serialize.parse({ name, text: sql }), serialize.describe({ type: 'S', name }));
    const types = parse.parseDescribeStatementResults(messages);
    this.#prepared.set(name, types);
    return types;
  }

  /** As PGlite's `query` does it. */
  #serialized(value: unknown, type = 0): string | null {
    if (value === null || value === undefined) return null;
    return (this.pglite.serializers[type] ?? String)(value);
  }

  /** With a `sync` at the end, so that an error ends no more than this. */
  #send(...messages: readonly Uint8Array[]): ReturnType<PGlite['execProtocolStream']> {
    return this.pglite.execProtocolStream(Buffer.concat([...messages, serialize.sync()]));
  }
}
