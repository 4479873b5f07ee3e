import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { keepDraft } from '../../rules/document/kept-draft.js';
import { useMay } from '../../session/may.js';
import { useWords } from '../../words/language.js';
import { WORDS } from '../words/index.js';

interface MakeSegmentProps {
  /** Of the segment. */
  readonly title: string;
  readonly condition: unknown;
  /** Id of the persona that it stands for. */
  readonly persona: string;
}

/** Opens the editor with a segment that has the condition of a persona; nothing is published by it. */
export function MakeSegment({ title, condition, persona: id }: MakeSegmentProps) {
  const { personas: words } = useWords(WORDS);
  const navigate = useNavigate();
  const { may, why } = useMay('marketer');
  const make = () => {
    keepDraft('segments', id, { base: null, document: { id, title, condition } });
    void navigate({ to: `/rules/segments/${id}` });
  };
  return (
    <Button variant="default" onClick={make} disabled={!may} title={why} style={{ alignSelf: 'start' }}>
      {words.make}
    </Button>
  );
}
