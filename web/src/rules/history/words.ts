import { byName, inLanguages } from '../../words/language.js';

/** What was published before, and how it is rolled back. */
export const WORDS = inLanguages(
  {
    title: 'Releases',
    sentence:
      'Every publication, the latest first. A roll-back makes the whole earlier release current again, not one document.',
    current: 'decides now',
    actions: byName({ push: 'published', rollback: 'rolled back', 'first start': 'published on first start' }),
    did: (who: string, what: string, when: string) => `${who} ${what} on ${when}`,
    noReason: 'no reason was given',
    whatChanged: 'What changed',
    rollBack: 'Roll back to this',
    rollBackWhat: (when: string) =>
      `Everything becomes again as it was from ${when} on: all documents of that release, not only one. What was published since stays in the history.`,
    rolledBack: 'Rolled back: the earlier release decides from now on.',
    isCurrent: 'It decides already.',
    more: 'Show earlier ones',
    versions: 'What this document said before, the latest first.',
    noVersions:
      'Versions of a model or an analysis are what was trained or found; what its document said stands in all releases.',
    neverPublished: 'It was never published.',
    released: 'All releases',
    removed: 'It was taken out.',
    takeUp: 'Take up as a draft',
    tookUp: 'The earlier version stands in the editor; nothing is published yet.',
    now: 'now',
    toPublished: 'Compared with the version before',
  },
  {
    title: '发布版本',
    sentence: '所有发布，最新的在前。回滚会使整个较早的版本重新生效，而不只是一个文档。',
    current: '当前生效',
    actions: { push: '发布', rollback: '回滚', 'first start': '首次启动时发布' },
    did: (who, what, when) => `${who} 于 ${when} ${what}`,
    noReason: '没有说明原因',
    whatChanged: '更改内容',
    rollBack: '回滚到此版本',
    rollBackWhat: (when) =>
      `一切将恢复为 ${when} 起的样子：该版本的所有文档，而不只是一个。此后发布的内容仍保留在历史中。`,
    rolledBack: '已回滚：较早的版本从现在起生效。',
    isCurrent: '它已经在生效。',
    more: '显示更早的',
    versions: '此文档以前的内容，最新的在前。',
    noVersions: '模型或分析的版本是训练或分析的结果；其文档的历史请见所有发布版本。',
    neverPublished: '从未发布过。',
    released: '所有发布版本',
    removed: '已被移除。',
    takeUp: '作为草稿采用',
    tookUp: '较早的版本已放入编辑器；尚未发布。',
    now: '当前',
    toPublished: '与前一个版本比较',
  },
);
