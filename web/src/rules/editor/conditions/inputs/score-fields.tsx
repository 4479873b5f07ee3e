import { NativeSelect, Select } from '@mantine/core';
import { useWords } from '../../../../words/language.js';
import { useNames } from '../../catalogue.js';
import classes from '../conditions.module.css';
import { isFields, type Fields } from '../fields.js';
import { type Leaf } from '../row.js';
import { WORDS } from '../words.js';

interface ScoreFieldsProps {
  readonly leaf: Leaf;
  readonly onChange: (changed: Fields) => void;
}

/** Whose score is compared: as a probability, or as the share of people who score lower. */
export function ScoreFields({ leaf, onChange }: ScoreFieldsProps) {
  const words = useWords(WORDS);
  const { models } = useNames();
  const params = isFields(leaf['params']) ? leaf['params'] : {};
  const model = typeof params['model'] === 'string' ? params['model'] : '';
  const known = models.map(({ id, title }) => ({ value: id, label: title }));
  const isKnown = model === '' || models.some(({ id }) => id === model);
  return (
    <>
      <Select
        className={classes['what']}
        size="sm"
        searchable
        allowDeselect={false}
        aria-label={words.model}
        data={isKnown ? known : [{ value: model, label: model }, ...known]}
        value={model === '' ? null : model}
        onChange={(id) => id !== null && onChange({ params: { ...params, model: id } })}
        comboboxProps={{ keepMounted: false }}
      />
      <NativeSelect
        className={classes['small']}
        size="sm"
        aria-label={words.as}
        data={[
          { value: 'probability', label: words.asProbability },
          { value: 'rank', label: words.asRank },
        ]}
        value={params['as'] === 'rank' ? 'rank' : 'probability'}
        onChange={({ currentTarget }) => onChange({ params: { ...params, as: currentTarget.value } })}
      />
    </>
  );
}
