import { Badge } from '@mantine/core';
import { useWords } from '../words/language.js';
import { type CampaignRun } from './queries.js';
import { WORDS } from './words/index.js';

const COLOURS: Readonly<Record<CampaignRun['state'], string>> = {
  queued: 'blue',
  running: 'blue',
  delivering: 'blue',
  paused: 'yellow',
  ready: 'green',
  delivered: 'green',
  cancelled: 'gray',
  failed: 'red',
};

/** How a run is, in a word; the word says it, and the colour again. @param run null where none was ever made */
export function StateBadge({ run }: { readonly run: Pick<CampaignRun, 'state' | 'stopping' | 'dryRun'> | null }) {
  const words = useWords(WORDS);
  if (run === null) return <Word colour="gray">{words.states.none}</Word>;
  const state = run.stopping ? words.stopping : words.states[run.state];
  return <Word colour={COLOURS[run.state]}>{run.dryRun ? `${state} · ${words.dryRun}` : state}</Word>;
}

/** A word that stands out. */
export function Word({ colour, children }: { readonly colour: string; readonly children: string }) {
  return (
    <Badge variant="outline" color={colour} c="var(--mantine-color-text)" tt="none">
      {children}
    </Badge>
  );
}
