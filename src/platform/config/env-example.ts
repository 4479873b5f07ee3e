import { VARIABLES } from './variables.js';

/** The text of `.env.example`: every variable with what it means and what holds without it. */
export function envExample(): string {
  const entries = VARIABLES.map(({ name, about, fallback }) => `# ${about}\n# Without it: ${fallback}.\n# ${name}=\n`);
  return ['# All that Strata reads from its environment; nothing of it is needed to begin.\n', ...entries].join('\n');
}
