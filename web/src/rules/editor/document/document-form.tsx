import { Button, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useWords } from '../../../words/language.js';
import { pointerOf, type Steps, valueAt, withValueAt } from '../at-path.js';
import { type Problem } from '../check.js';
import { type EditedCollection } from '../collections.js';
import { ConditionEditor } from '../conditions/condition-editor.js';
import { ConditionPreview, useLeft, useReached } from '../preview/condition-preview.js';
import { WORDS as EDITOR_WORDS } from '../words.js';
import classes from './document-form.module.css';
import { FieldInput } from './field-input.js';
import { problemsAt } from './placed-problems.js';
import { readsPlainFacts } from './plain-facts.js';
import { type Section, sectionsOf } from './sections.js';
import { WORDS } from './words.js';

interface DocumentFormProps {
  readonly collection: EditedCollection;
  readonly document: object;
  readonly problems: readonly Problem[];
  readonly onChange: (document: object) => void;
}

/** A document as fields and conditions. What has no field here stays as it is. */
export function DocumentForm({ collection, document, problems, onChange }: DocumentFormProps) {
  const words = useWords(WORDS);
  const set = (steps: Steps, value: unknown) => onChange(withValueAt(document, steps, value) ?? {});
  return (
    <Stack>
      {sectionsOf(collection, document).map((section) => (
        <SectionForm
          key={`${section.kind}${section.name}${section.of ?? ''}`}
          section={section}
          document={document}
          problems={problems}
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
  readonly document: object;
  readonly problems: readonly Problem[];
  readonly set: (steps: Steps, value: unknown) => void;
}

function SectionForm({ section, ...rest }: SectionProps) {
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
}

function FieldsForm({ section, document, problems, set }: SectionProps<Extract<Section, { kind: 'fields' }>>) {
  return (
    <SimpleGrid cols={{ base: 1, sm: section.fields.length === 1 ? 1 : 2, xl: section.fields.length > 3 ? 3 : 1 }}>
      {section.fields.map((field) => (
        <FieldInput
          key={field.steps.join('/')}
          field={field}
          value={valueAt(document, field.steps)}
          problems={problemsAt(problems, field.steps)}
          onChange={(value) => set(field.steps, value)}
        />
      ))}
    </SimpleGrid>
  );
}

type ConditionSection = Extract<Section, { kind: 'condition' }>;

function ConditionForm({ title, ...props }: SectionProps<ConditionSection> & { readonly title: string }) {
  const { section, document, set } = props;
  const words = useWords(EDITOR_WORDS);
  const condition = valueAt(document, section.steps);
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
            problems={problemsAt(problems, steps)}
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
