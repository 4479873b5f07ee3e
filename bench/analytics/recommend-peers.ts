import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { historyOf } from '#sdk';
import { type Movies } from './movies.js';

const PROGRAM = `
import json, sys
import numpy as np
data = json.load(open(sys.argv[1]))
places, count = data['places'], data['items']
worth = 1 / np.log2(np.arange(places) + 2)
found = {}
def note(name, lists, hidden):
    gains = [sum(worth[at] for at, item in enumerate(own) if item in had) / worth[:len(had)].sum() for own, had in zip(lists, hidden)]
    found.setdefault(name, []).append(float(np.mean(gains)))
for split in data['splits']:
    learned, hidden = split['learned'], [set(each) for each in split['hidden']]
    x = np.zeros((len(learned), count))
    for person, items in enumerate(learned): x[person, items] = 1
    kernel = x @ x.T
    shared = np.linalg.inv(kernel + 250 * np.eye(len(x))) @ x
    own = (x * shared).sum(0)
    scores = (kernel @ shared - x * own) / (1 - own)
    scores[x > 0] = -np.inf
    note('numpy: EASE', np.argsort(-scores, kind='stable')[:, :places].tolist(), hidden)
    try:
        import scipy.sparse as sp
        from implicit.als import AlternatingLeastSquares
        from implicit.nearest_neighbours import BM25Recommender, CosineRecommender
    except ImportError:
        continue
    rows = sp.csr_matrix(x.astype(np.float32))
    for name, model in {
        'implicit: ALS': AlternatingLeastSquares(factors=32, regularization=5, alpha=3, iterations=15, random_state=42),
        'implicit: cosine': CosineRecommender(K=100),
        'implicit: BM25': BM25Recommender(K=100),
    }.items():
        model.fit(rows, show_progress=False)
        ids, _ = model.recommend(np.arange(len(x)), rows, N=places, filter_already_liked_items=True)
        note(name, ids.tolist(), hidden)
print(json.dumps(found))
`;

/**
 * nDCG of others on the same splits, where Python (`PYTHON`, else python3) has numpy and, for more than EASE, implicit. Their ALS has the
 * settings of ours: it counts alpha × weight as the whole of what ours counts as 1 + alpha × weight.
 */
export function peersOn(splits: readonly Movies[], places: number): Readonly<Record<string, readonly number[]>> {
  const folder = mkdtempSync(join(tmpdir(), 'strata-bench-'));
  try {
    const file = join(folder, 'splits.json');
    writeFileSync(file, JSON.stringify({ places, items: splits[0]?.items.count ?? 0, splits: splits.map(rowsOf) }));
    const python = process.env['PYTHON'] ?? 'python3';
    const env = { ...process.env, OPENBLAS_NUM_THREADS: '1' };
    const text = execFileSync(python, ['-c', PROGRAM, file], {
      encoding: 'utf8',
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return JSON.parse(text) as Readonly<Record<string, readonly number[]>>;
  } catch {
    console.log('  Python with numpy is not there: nobody to compare with');
    return {};
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function rowsOf({ learned, hidden }: Movies): {
  readonly learned: readonly number[][];
  readonly hidden: readonly number[][];
} {
  return {
    learned: Array.from({ length: learned.people }, (_, person) => [...historyOf(learned, person).items]),
    hidden: hidden.map((items) => [...items]),
  };
}
