import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { QueryBuilder, type RuleGroupType } from 'react-querybuilder';
import { type Problem } from '../checks/check.js';
import { ConditionContext, type Told } from './condition-context.js';
import { conditionOf, countingIds, type FormGroup, formOf } from './form.js';
import { GroupControl } from './group-control.js';
import { byPart, placesOf } from './places.js';
import { RowControl } from './row-control.js';

/** What a condition may read beside the facts of the catalogue, where it stands. */
export type ReadsToo = readonly ('events' | 'score')[];

/** Who is left after a part, and where in the document that is said. */
export interface Left {
  readonly pointer: string;
  readonly words: string;
}

interface ConditionEditorProps {
  /** What the condition is of, for who hears the page. */
  readonly label: string;
  readonly condition: unknown;
  /** JSON pointer of the condition in its document. */
  readonly pointer: string;
  readonly readsToo: ReadsToo;
  readonly problems: readonly Problem[];
  /** Who is left after parts; null while that is counted. */
  readonly left: readonly Left[] | null;
  readonly onChange: (condition: unknown) => void;
}

const newId = countingIds();
const CONTROLS = { ruleGroup: GroupControl, rule: RowControl };
const FIELDS = [{ name: 'part', label: '' }];
const NO_CLASSES = { queryBuilder: '' };

/** A condition as rows and groups of rows. It says what the condition says, and what it does not know stays as it was. */
export function ConditionEditor(props: ConditionEditorProps) {
  const { condition, pointer, onChange } = props;
  const [form, setForm] = useForm(condition);
  const change = useCallback(
    (query: RuleGroupType) => {
      const next = query as unknown as FormGroup;
      setForm(next);
      onChange(conditionOf(next));
    },
    [setForm, onChange],
  );
  const places = useMemo(() => placesOf(form, pointer), [form, pointer]);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The query builder's own element takes no name, and a page may have several of them.
    place.current?.querySelector('[role=form]')?.setAttribute('aria-label', props.label);
  }, [props.label]);
  const added = useRef<string | null>(null);
  const { label, readsToo, problems, left } = props;
  const told = useMemo(
    (): Told => ({
      label,
      readsToo,
      problems: byPart(places, problems),
      left: left === null ? null : new Map(places.map(({ part, pointer: at }) => [part.id, wordsAt(left, at)])),
      isCounted: left === null || left.length > 0,
      added,
      newId,
    }),
    [label, readsToo, places, problems, left],
  );
  return (
    <ConditionContext value={told}>
      <div ref={place}>
        <QueryBuilder
          query={form as unknown as RuleGroupType}
          onQueryChange={change}
          fields={FIELDS}
          controlElements={CONTROLS}
          controlClassnames={NO_CLASSES}
          suppressStandardClassnames
          enableMountQueryChange={false}
          resetOnFieldChange={false}
          resetOnOperatorChange={false}
          idGenerator={newId}
        />
      </div>
    </ConditionContext>
  );
}

/** The last that is said at a place. */
function wordsAt(left: readonly Left[], pointer: string): string | undefined {
  return left.findLast((each) => each.pointer === pointer)?.words;
}

/** The form of a condition. One that was made by the form keeps its rows; one that comes from elsewhere gets new ones. */
function useForm(condition: unknown) {
  const [form, setForm] = useState(() => formOf(condition, newId));
  if (JSON.stringify(conditionOf(form)) === JSON.stringify(condition)) return [form, setForm] as const;
  const read = formOf(condition, newId);
  setForm(read);
  return [read, setForm] as const;
}
