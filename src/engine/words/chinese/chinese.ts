import { type Phrases } from '../english/english.js';
import { accountLines, answers, changes, scores } from './answers.js';
import { conditions } from './conditions.js';
import {
  analyses,
  campaigns,
  headings,
  models,
  persons,
  policies,
  previews,
  sources,
  strategies,
} from './documents.js';
import { facts } from './facts.js';
import { figures } from './figures.js';
import { policy, reasons } from './reasons.js';

/** All phrases in Chinese. */
export const CHINESE: Phrases = {
  figures,
  facts,
  conditions,
  reasons,
  policy,
  accountLines,
  changes,
  answers,
  scores,
  headings,
  persons,
  strategies,
  campaigns,
  models,
  policies,
  sources,
  analyses,
  previews,
};
