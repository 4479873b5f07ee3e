import { EntitySchema, EntitySchemaOptions } from 'typeorm';

/** A stored release. Never updated. */
export interface ReleaseRow {
  readonly hash: string;
  /** The documents as JSON text, keys in the order in which they were written. */
  readonly documents: string;
}

/** A row of the history. Never updated. */
export interface PublicationRow {
  readonly id: number;
  readonly hash: string;
  readonly action: 'push' | 'rollback' | 'first start';
  readonly publishedAt: Date;
  readonly publishedBy: string;
  readonly reason: string | null;
  /** The publication that a rollback from here goes to. */
  readonly parentId: number | null;
}

export const releaseEntity = new EntitySchema<ReleaseRow>(
  Object.assign(new EntitySchemaOptions<ReleaseRow>(), {
    name: 'Release',
    tableName: 'releases',
    columns: {
      hash: { type: 'text', primary: true },
      documents: { type: 'text' },
    },
  }),
);

export const publicationEntity = new EntitySchema<PublicationRow>(
  Object.assign(new EntitySchemaOptions<PublicationRow>(), {
    name: 'Publication',
    tableName: 'publications',
    columns: {
      id: { type: 'integer', primary: true, generated: 'increment' },
      hash: { type: 'text' },
      action: { type: 'text' },
      publishedAt: { name: 'published_at', type: 'timestamptz' },
      publishedBy: { name: 'published_by', type: 'text' },
      reason: { type: 'text', nullable: true },
      parentId: { name: 'parent_id', type: 'integer', nullable: true },
    },
  }),
);
