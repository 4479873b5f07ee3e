import { type Task } from '#sdk';
import { type DateForm } from '#strata/kernel/forms';
import { type Condition } from './condition-documents.js';

/** The label of a model: a goal event inside a window, or a column of a flat file. */
type ModelLabel =
  /** From history: how often the event happens in the window (`count`, the default), or the sum of a property of it. */
  | {
      readonly event: string;
      readonly within: string;
      readonly measure?: 'count' | 'sum';
      readonly property?: string;
    }
  /** `positive`: the value that counts as success, where the column does not hold 0 and 1, true and false or yes and no. */
  | { readonly column: string; readonly positive?: string | number }
  /** A column of numbers: above so much is success. */
  | { readonly column: string; readonly above: number };
type ModelTreatment = 'none' | 'any' | { readonly column: string; readonly control: string | number };

/** The moments at which people become examples of a model that learns from history. */
type ModelSamples =
  /** When past campaigns reached them, or left them out at random. */
  | { readonly at: 'campaigns' }
  /** Just before each event of this name, such as an ad that was shown. */
  | { readonly before: string }
  /** Every so often, the last time one label window before today; `most` moments, 6 unless told. */
  | { readonly every: string; readonly most?: number };

export interface ModelColumn {
  readonly type: 'number' | 'category' | 'boolean' | 'date';
  /** What separates decimals in numbers that are written as text. */
  readonly decimal?: '.' | ',';
  /** How dates are written, where their cells do not tell. */
  readonly form?: DateForm;
  /** What a blank cell means; absent means missing. */
  readonly blank?: number | string;
}

export interface ModelDocument {
  readonly id: string;
  readonly title: string;
  readonly plugin: string;
  readonly task: Task;
  readonly label: ModelLabel;
  /** Id of the segment that the model is meant for. */
  readonly population?: string;
  readonly treatment?: ModelTreatment;
  /** Fact names; column names where the model is trained from a flat file. */
  readonly features: readonly string[];
  /** Unless told: campaigns for models with a treatment, as far as history has them; else regular moments. */
  readonly samples?: ModelSamples;
  /** Which rows of a flat file to train on. */
  readonly where?: Condition;
  readonly columns?: Readonly<Record<string, ModelColumn>>;
  /** The column of a flat file that names the person of a row: all rows of a person stay on one side of a split. */
  readonly person?: string;
  /** `column` names the moment of each row, for a split by time. */
  readonly split?: { readonly by: 'time' | 'hash'; readonly holdout: number; readonly column?: string };
  readonly minimum?: { readonly positives: number; readonly negatives: number };
  /** By feature: why it is known before the outcome although it looks as if it were known only after. */
  readonly knownBeforehand?: Readonly<Record<string, string>>;
  /** Whether a version is fitted again on all rows once its hold-out was judged; it is unless this is false. */
  readonly refit?: boolean;
  /** How far people may be from those it was trained on before it is warned of or refused. */
  readonly drift?: ModelDrift;
  /** Validated by the plugin's own schema. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Limits of drift: of the population stability index of each feature and of the score, and of the classifier's AUC. */
interface ModelDrift {
  readonly warn?: number;
  readonly refuse?: number;
  readonly classifier?: { readonly warn: number; readonly refuse: number };
  /** Features that move by nature. */
  readonly ignore?: readonly string[];
}
