import { type EntityManager } from 'typeorm';
import { StrataError } from '#sdk';
import { type Job } from './job.js';
import { type JobQueue } from './job-queue.js';
import { type JobRequest } from './ledger.js';

/** How a job is, for people: all of it but what it is about, what it was asked and what it gave. */
export type JobStanding = Omit<Job, 'kind' | 'subject' | 'payload' | 'result'>;

/** How jobs of one kind are called and shown. */
interface JobFace<Kind extends string, P, E, W extends E> {
  readonly kind: Kind;
  /** What each of them is, in words and in the audit log: `training` is requested, cancelled and retried. */
  readonly one: string;
  /** What they are about, in words and in the audit log: a `model`. */
  readonly about: string;
  /** A job as it stands in a list. */
  readonly entry: (job: Job<P>) => E;
  /** The same with all that it gave. */
  readonly whole: (job: Job<P>) => W;
}

/** A page of jobs: the latest first, from the one before `before` on. */
interface PageOfJobs {
  readonly before?: string;
  readonly limit: number;
}

/** The jobs of one kind, each about something that has an id: put in, listed, found, cancelled and put in again. */
export class JobsAbout<Kind extends string, P, E, W extends E> {
  constructor(
    private readonly queue: JobQueue<Readonly<Record<Kind, P>>>,
    private readonly face: JobFace<Kind, P, E, W>,
  ) {}

  /** Puts a job in; what `also` does belongs to the same transaction. */
  async start(
    subject: string,
    payload: P,
    by: string,
    also: (manager: EntityManager, job: Job) => Promise<void> = () => Promise.resolve(),
  ): Promise<W> {
    const request = this.#request(subject, 'requested', by);
    return this.#whole(await this.queue.enqueueWith(this.face.kind, { subject, payload, request }, also));
  }

  /** The latest first. */
  async list(subject: string, page: PageOfJobs): Promise<readonly E[]> {
    const jobs = await this.queue.list({ ...page, kind: this.face.kind, subject });
    return jobs.map((job) => this.face.entry(job as Job<P>));
  }

  /** @throws StrataError NOT_FOUND where it is no job of this kind about this subject */
  async find(subject: string, id: string): Promise<W> {
    const job = await this.queue.find(id);
    if (job.kind === this.face.kind && job.subject === subject) return this.#whole(job);
    throw new StrataError('NOT_FOUND', `The ${this.face.about} has no such ${this.face.one}.`);
  }

  /** @throws StrataError NOT_FOUND, CONFLICT where it has ended */
  async cancel(subject: string, id: string, by: string): Promise<W> {
    await this.find(subject, id);
    return this.#whole(await this.queue.cancel(id, this.#request(subject, 'cancelled', by)));
  }

  /** @throws StrataError NOT_FOUND, CONFLICT where it neither failed nor was cancelled */
  async retry(subject: string, id: string, by: string): Promise<W> {
    await this.find(subject, id);
    return this.#whole(await this.queue.retry(id, this.#request(subject, 'retried', by)));
  }

  #whole(job: Job): W {
    return this.face.whole(job as Job<P>);
  }

  #request(subject: string, what: string, who: string): JobRequest {
    return { who, what: `${this.face.one}.${what}`, subject: `${this.face.about}:${subject}` };
  }
}

/** How a job is. */
export function standingOf(job: Job): JobStanding {
  const { id, state, cancelling, progress, note, attempts, error, by, createdAt, startedAt, endedAt } = job;
  return { id, state, cancelling, progress, note, attempts, error, by, createdAt, startedAt, endedAt };
}

/** True where nothing will change any more unless somebody retries it. */
export function hasEnded({ state }: Pick<JobStanding, 'state'>): boolean {
  return state !== 'queued' && state !== 'running';
}
