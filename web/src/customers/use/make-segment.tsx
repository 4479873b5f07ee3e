import { Button, type ButtonProps } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { keepDraft } from '../../rules/document/kept-draft.js';
import { useMay } from '../../session/may.js';
import { useWords } from '../../words/language.js';
import { WORDS } from './words.js';

interface MakeSegmentProps extends Pick<ButtonProps, 'size'> {
  /** Of the segment. */
  readonly id: string;
  readonly title: string;
  readonly condition: unknown;
  /** What the button says; that a segment is made of it unless told. */
  readonly label?: string;
}

/** Opens the editor with a segment that has this condition; nothing is published by it. */
export function MakeSegment({ id, title, condition, label, size = 'sm' }: MakeSegmentProps) {
  const words = useWords(WORDS);
  const navigate = useNavigate();
  const { may, why } = useMay('marketer');
  const make = () => {
    keepDraft('segments', id, { base: null, document: { id, title, condition } });
    void navigate({ to: `/rules/segments/${id}` });
  };
  return (
    <Button variant="default" size={size} onClick={make} disabled={!may} title={why} style={{ alignSelf: 'start' }}>
      {label ?? words.make}
    </Button>
  );
}
