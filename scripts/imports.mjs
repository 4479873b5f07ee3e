// What imports what: npm run imports checks the rules of .dependency-cruiser.cjs, that no folders import each other in a
// circle, that no folder holds too much, and that the drawings of it in the documentation are current; npm run docs draws
// them again.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const { rooms } = createRequire(import.meta.url)('./rooms.cjs');
const MOST_FILES = 12;

const options = await extractOptions('./.dependency-cruiser.cjs');
const tsConfig = extractTsConfig(options.tsConfig.fileName);
const { output } = await cruise(['src', 'plugins', 'migrations'], options, {}, { tsConfig });

const built = output.modules.map(({ source }) => source).filter(isBuilt);
const files = built.filter(isSource);
const imports = importsAmong(isSource);

const drawings = [
  { file: 'CONTRIBUTING.md', name: 'import directions', text: fenced('', directions()) },
  { file: 'docs/architecture.md', name: 'rooms', text: fenced('mermaid', diagram()) },
];
if (process.argv.includes('--write')) for (const drawing of drawings) writeFileSync(drawing.file, drawn(drawing));

const faults = [
  ...output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
  ...circles(imports.map(({ from, to }) => [unitOf(from), unitOf(to)])),
  ...circles(imports.filter(insideOfUnit).map(({ from, to }) => [dirname(from), dirname(to)])),
  ...circles(importsAmong(isOfPlugin).map(({ from, to }) => [dirname(from), dirname(to)])),
  ...largeFolders(),
  ...drawings.filter((drawing) => drawn(drawing) !== readFileSync(drawing.file, 'utf8')).map(outdated),
];
for (const fault of faults) console.error(`  ${fault}`);
console.log(
  `${faults.length} faults; ${output.summary.totalCruised} modules, ${imports.length} imports inside of src.`,
);
if (faults.length > 0) process.exitCode = 1;

/** Files of src and of the plugins that are built. */
function isBuilt(file) {
  return /^(src|plugins)\/.*\.ts$/.test(file) && !/\.spec\.ts$|\/support\//.test(file);
}

function isSource(file) {
  return isBuilt(file) && file.startsWith('src/');
}

function isOfPlugin(file) {
  return isBuilt(file) && file.startsWith('plugins/');
}

function importsAmong(counts) {
  const modules = output.modules.filter(({ source }) => counts(source));
  return modules.flatMap(({ source, dependencies }) =>
    dependencies.filter(({ resolved }) => counts(resolved)).map(({ resolved }) => ({ from: source, to: resolved })),
  );
}

/** A room's own files, or an inner folder of a room with all below it. */
function unitOf(file) {
  return dirname(file).split('/').slice(0, 3).join('/');
}

function isDoor(file) {
  return file.endsWith('/index.ts');
}

function insideOfUnit({ from, to }) {
  return unitOf(from) === unitOf(to) && !isDoor(from) && !isDoor(to);
}

/** Each set of folders that reach each other: the strongly connected components of the graph (Tarjan 1972). */
function circles(edges) {
  const graph = new Map();
  for (const [from, to] of edges) graph.set(from, (graph.get(from) ?? new Set()).add(to));
  const [index, low, stack, found] = [new Map(), new Map(), [], []];
  const visit = (node) => {
    index.set(node, index.size);
    low.set(node, index.get(node));
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(node, Math.min(low.get(node), low.get(next)));
    }
    if (low.get(node) === index.get(node)) found.push(stack.splice(stack.indexOf(node)));
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return found.filter(({ length }) => length > 1).map((circle) => `a circle of folders: ${circle.sort().join(', ')}`);
}

/** Folders of more files than anybody takes in at a glance: all that is built, doors too. */
function largeFolders() {
  const sizes = new Map();
  for (const file of built) sizes.set(dirname(file), (sizes.get(dirname(file)) ?? 0) + 1);
  const large = [...sizes].filter(([, size]) => size > MOST_FILES);
  return large.map(([folder, size]) => `${folder} holds ${size} files, more than ${MOST_FILES}`);
}

/** The directions that the rules enforce, one line for rooms of the same; `and below` stands for what these may import. */
function directions() {
  const existing = [...new Set(files.map((file) => file.split('/')[1]))].filter((room) => room in rooms);
  const lines = new Map();
  for (const room of Object.keys(rooms).filter((each) => existing.includes(each))) {
    const below = rooms[room].filter((each) => existing.includes(each));
    const highest = below.filter((each) => !below.some((other) => rooms[other].includes(each)));
    const words = highest.length === below.length ? below : [...highest, 'and below'];
    const line = words.join(', ').replace(', and below', ' and below') || 'nothing';
    lines.set(line, [...(lines.get(line) ?? []), room]);
  }
  return [
    ...[...lines].map(([line, of]) => `${of.join(', ')} → ${line}`),
    'cli and the files of src itself → everything',
    'plugins/x → #sdk and itself; src never imports plugins',
  ].join('\n');
}

/** The imports that there are, room by room, without those that a longer way implies. */
function diagram() {
  const edges = new Map();
  for (const { from, to } of imports) {
    const [a, b] = [from, to].map((file) => file.split('/')[1]);
    if (a !== b && a in rooms && b in rooms) edges.set(a, (edges.get(a) ?? new Set()).add(b));
  }
  const reaches = (from, to) => [...(edges.get(from) ?? [])].some((next) => next === to || reaches(next, to));
  const arrows = [...edges].flatMap(([from, all]) => {
    const direct = [...all].filter((to) => ![...all].some((other) => other !== to && reaches(other, to)));
    return direct.map((to) => `  ${from} --> ${to}`);
  });
  return ['flowchart TD', ...arrows.sort()].join('\n');
}

function fenced(language, text) {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

/** The file's text with the drawing between its marks. */
function drawn({ file, name, text }) {
  const [start, end] = [`<!-- drawn by npm run docs: ${name} -->`, '<!-- end -->'];
  const [before, rest = ''] = readFileSync(file, 'utf8').split(start);
  return `${before}${start}\n\n${text}\n\n${rest.slice(rest.indexOf(end))}`;
}

function outdated({ file, name }) {
  return `${file}: the drawing “${name}” is not current; npm run docs draws it`;
}
