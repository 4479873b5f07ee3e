import { type DrawnSubject } from '../../words/index.js';

type Figures = Readonly<Record<string, number | null>>;

/** Groups as figures that are kept beside others: of each how many people, their share and the one drawn. */
export function drawnFigures(groups: readonly DrawnSubject[]): Record<string, number> {
  return Object.fromEntries(
    groups.flatMap(({ group, people, share, drawn }) => {
      const name = typeof group === 'object' ? `${ARM}${group.arm}` : group;
      return [
        [`${PEOPLE}${name}`, people],
        [`${SHARE}${name}`, share],
        [`${DRAWN}${name}`, drawn],
      ];
    }),
  );
}

/** The groups of kept figures; empty of figures that were kept without them. */
export function drawnGroups(figures: Figures): readonly DrawnSubject[] {
  return Object.entries(figures).flatMap(([key, people]): readonly DrawnSubject[] => {
    if (!key.startsWith(PEOPLE)) return [];
    const name = key.slice(PEOPLE.length);
    const [share, drawn] = [figures[`${SHARE}${name}`], figures[`${DRAWN}${name}`]];
    if (people === null || share == null || drawn == null) return [];
    if (name === 'heldOut' || name === 'treated') return [{ group: name, people, share, drawn }];
    return [{ group: { arm: name.slice(ARM.length) }, people, share, drawn }];
  });
}

const PEOPLE = 'people ';
const SHARE = 'share ';
const DRAWN = 'drawn ';
const ARM = 'arm ';
