import { type FileHandle, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { openOutput } from '#strata/tables';
import { ParquetFile } from '#strata/tables/parquet';
import { type ListedRows } from './listed-block.js';
import { LIST_FIELDS, listHeader } from './list-block.js';
import { type ListFormat } from './list-format.js';

/** Writes a list; it is there when all of it is. */
export interface ListWriter {
  append(rows: ListedRows): Promise<void>;
  /** Returns the name of the file. */
  close(): Promise<string>;
  abandon(): Promise<void>;
}

/** @param folder where the list is written */
export async function openList(folder: string, format: ListFormat): Promise<ListWriter> {
  const name = `list.${format}`;
  const temporary = join(folder, `${name}.part`);
  const output = format === 'parquet' ? await ParquetList.create(temporary) : await TextList.create(temporary, format);
  return {
    append: (rows) => output.append(rows),
    abandon: () => output.abandon(),
    async close() {
      await output.close();
      await rename(temporary, join(folder, name));
      return name;
    },
  };
}

class ParquetList {
  private constructor(private readonly file: ParquetFile) {}

  static async create(path: string): Promise<ParquetList> {
    return new ParquetList(await ParquetFile.create(path, LIST_FIELDS));
  }

  async append(rows: ListedRows): Promise<void> {
    if ('chunks' in rows) await this.file.append(rows);
  }

  close(): Promise<void> {
    return this.file.close();
  }

  abandon(): Promise<void> {
    return this.file.abandon();
  }
}

class TextList {
  private constructor(private readonly file: FileHandle) {}

  static async create(path: string, format: ListFormat): Promise<TextList> {
    return new TextList(await openOutput(path, 'w', listHeader(format)));
  }

  async append(rows: ListedRows): Promise<void> {
    if ('text' in rows) await this.file.write(rows.text);
  }

  async close(): Promise<void> {
    try {
      await this.file.sync();
    } finally {
      await this.file.close();
    }
  }

  abandon(): Promise<void> {
    return this.file.close();
  }
}
