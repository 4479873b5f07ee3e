import { Button, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { memo } from 'react';
import { useWords } from '../../../words/language.js';
import { isSame } from '../../changes/differences.js';
import { pointerOf, type Steps, valueAt } from '../at-path.js';
import { type Problem } from '../checks/check.js';
import { type EditedCollection } from '../collections.js';
import { ConditionEditor } from '../conditions/condition-editor.js';
import { ConditionPreview, useLeft, useReached } from '../preview/condition-preview.js';
import { WORDS as EDITOR_WORDS } from '../words.js';
import classes from './document-form.module.css';
import { FieldInput } from './field-input.js';
import { problemsAt } from './placed-problems.js';
import { readsPlainFacts } from './plain-facts.js';
import { type Section, sectionsOf, stepsIn } from './sections.js';
import { WORDS } from './words.js';

interface DocumentFormProps {
  readonly collection: EditedCollection;
  readonly document: object;
  readonly problems: readonly Problem[];
  readonly set: SetValue;
}

/** Puts another value into the document; undefined takes the member away. Always the same function. */
export type SetValue = (steps: Steps, value: unknown) => void;

/** A document as fields and conditions. What has no field here stays as it is. */
export function DocumentForm({ collection, document, problems, set }: DocumentFormProps) {
  const words = useWords(WORDS);
  return (
    <Stack>
      {sectionsOf(collection, document).map((section) => (
        <SectionForm
          key={`${section.kind}${section.name}${section.of ?? ''}`}
          section={section}
          values={stepsIn(section).map((steps) => valueAt(document, steps))}
          problems={stepsIn(section).flatMap((steps) => problemsAt(problems, steps))}
          set={set}
        />
      ))}
      {collection !== 'segments' && (
        <Text size="sm" c="dimmed">
          {words.rest}
        </Text>
      )}
    </Stack>
  );
}

interface SectionProps<S extends Section = Section> {
  readonly section: S;
  /** What stands at the places of the section. */
  readonly values: readonly unknown[];
  /** Of these places. */
  readonly problems: readonly Problem[];
  readonly set: SetValue;
}

/** A section is told of its own places only, so that a key draws the section that it is pressed in and no other. */
const SectionForm = memo(function SectionForm({ section, ...rest }: SectionProps) {
  const words = useWords(WORDS);
  const title = words.sections[section.name](section.of ?? '');
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {title}
        </Title>
        {section.kind === 'fields' ? (
          <FieldsForm section={section} {...rest} />
        ) : (
          <ConditionForm section={section} title={title} {...rest} />
        )}
      </Stack>
    </Paper>
  );
}, isSame);

function FieldsForm({ section, values, problems, set }: SectionProps<Extract<Section, { kind: 'fields' }>>) {
  return (
    <SimpleGrid cols={{ base: 1, sm: section.fields.length === 1 ? 1 : 2, xl: section.fields.length > 3 ? 3 : 1 }}>
      {section.fields.map((field, index) => (
        <FieldInput
          key={field.steps.join('/')}
          field={field}
          value={values[index]}
          problems={problemsAt(problems, field.steps)}
          onChange={(value) => set(field.steps, value)}
        />
      ))}
    </SimpleGrid>
  );
}

type ConditionSection = Extract<Section, { kind: 'condition' }>;

function ConditionForm({ title, ...props }: SectionProps<ConditionSection> & { readonly title: string }) {
  const { section, values, set } = props;
  const words = useWords(EDITOR_WORDS);
  const [condition] = values;
  if (condition === undefined) {
    return (
      <Group>
        <Text c="dimmed" size="sm">
          {words.unsaidCondition}
        </Text>
        <Button size="xs" variant="light" onClick={() => set(section.steps, { all: [] })}>
          {words.addCondition}
        </Button>
      </Group>
    );
  }
  return <WrittenCondition {...props} title={title} condition={condition} />;
}

interface WrittenConditionProps extends SectionProps<ConditionSection> {
  readonly title: string;
  readonly condition: unknown;
}

function WrittenCondition({ section, problems, set, title, condition }: WrittenConditionProps) {
  const words = useWords(EDITOR_WORDS);
  const { steps, readsToo, isOptional } = section;
  const pointer = pointerOf(steps);
  const isCountable = readsPlainFacts(condition);
  const reached = useReached(condition, isCountable);
  const left = useLeft(reached, pointer);
  return (
    <Stack gap="sm">
      <div className={classes['beside']}>
        <div className={classes['form']}>
          <ConditionEditor
            label={title}
            condition={condition}
            pointer={pointer}
            readsToo={readsToo}
            problems={problems}
            left={left}
            onChange={(next) => set(steps, next)}
          />
        </div>
        <div className={classes['reach']}>
          <ConditionPreview reached={reached} isCountable={isCountable} />
        </div>
      </div>
      {isOptional && (
        <Group>
          <Button size="xs" variant="subtle" color="red" onClick={() => set(steps, undefined)}>
            {words.removeCondition}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
