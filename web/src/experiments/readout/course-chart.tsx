import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { LineChart } from '../../charts/line-chart.js';
import { lookAt } from '../../charts/looks.js';
import { useFormats } from '../../parts/formats.js';
import { Loaded } from '../../parts/loaded.js';
import { useWords } from '../../words/language.js';
import { amountOf, differenceWords } from './figure-words.js';
import { nameOf } from './named-sides.js';
import { type Course, useCourse } from '../queries.js';
import { WORDS } from '../words.js';

interface CourseChartProps {
  readonly id: string;
  readonly people: number;
}

/** With more people than these it is read over and over only where somebody asks. */
const MOST_AT_ONCE = 100_000;

/** How sure it became, as people came: intervals that hold on all days together. */
export function CourseChart({ id, people }: CourseChartProps) {
  const words = useWords(WORDS).readout;
  const [isAsked, ask] = useState(false);
  const isWanted = isAsked || people <= MOST_AT_ONCE;
  const course = useCourse(id, isWanted);
  if (!isWanted) {
    return (
      <Button variant="default" onClick={() => ask(true)}>
        {words.courseAsk}
      </Button>
    );
  }
  return (
    <Loaded query={course} height={300}>
      {(told) => <Drawn course={told} />}
    </Loaded>
  );
}

function Drawn({ course }: { readonly course: Course }) {
  const words = useWords(WORDS).readout;
  const formats = useFormats();
  const { points, unit, metric, compared } = course;
  const called = (arm: string) => (compared === 'treatment' ? nameOf(arm, words.sides) : arm);
  const arms = [...new Set(points.flatMap((point) => point.arms.map(({ arm }) => arm)))];
  const told = points.flatMap(({ at, people, arms: all }) =>
    all.map(({ arm, difference }) => ({ at: Date.parse(at), people, arm, difference })),
  );
  const [first, last] = [told[0], told.at(-1)];
  if (first === undefined || last === undefined || first.at === last.at) {
    return <Text size="sm">{words.courseNone}</Text>;
  }
  const amount = amountOf(unit ?? 'ratio', formats);
  const bounds = told.flatMap(({ difference }) => [difference.lower, difference.upper]).concat(0);
  return (
    <LineChart
      title={words.course}
      sentence={words.courseSentence}
      table={{
        head: [words.courseX, words.columns.people, words.columns.arm, words.figureColumns.difference],
        rows: told.map(({ at, people, arm, difference }) => [
          formats.day(at),
          formats.count(people),
          called(arm),
          differenceWords(difference, amount),
        ]),
      }}
      x={{ label: words.courseX, from: first.at, to: last.at, format: formats.day }}
      y={{ label: words.metrics[metric], from: Math.min(...bounds), to: Math.max(...bounds), format: amount }}
      lines={[
        ...arms.map((arm, place) => {
          const own = told.filter((one) => one.arm === arm);
          return {
            name: called(arm),
            look: lookAt(place),
            hasDots: true,
            points: own.map(({ at, difference }) => ({ x: at, y: difference.value })),
            band: own.map(({ at, difference }) => ({ x: at, low: difference.lower, high: difference.upper })),
          };
        }),
        {
          name: called(course.control),
          look: 'reference' as const,
          points: [
            { x: first.at, y: 0 },
            { x: last.at, y: 0 },
          ],
        },
      ]}
    />
  );
}
