import { type Problem } from './check.js';
import { type EditorWords } from '../words.js';

/** What is wrong and what was expected, as sentences. */
export function problemSentences(words: EditorWords, { message, expected, isEmpty }: Problem): string {
  const wrong = isEmpty === true ? words.isEmpty : words.sentence(message.replace(/[.。]$/, ''));
  return expected === undefined ? wrong : `${wrong}${words.between}${words.sentence(words.expected(expected))}`;
}

/** The same with the nearest right name. */
export function problemWords(words: EditorWords, problem: Problem): string {
  const sentences = problemSentences(words, problem);
  if (problem.nearest === undefined) return sentences;
  return `${sentences}${words.between}${words.nearest.join(problem.nearest)}`;
}
