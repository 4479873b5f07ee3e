import { useEffect, useState } from 'react';
import { type AnswerOf } from '#client';
import { useLanguage } from '../../words/language.js';
import { followEvents } from './event-stream.js';

/** Long work that is followed, and what its state says. */
interface States {
  readonly training: AnswerOf<'/v1/models/{id}/runs/{run}', 'get'>;
  readonly evaluation: AnswerOf<'/v1/models/{id}/evaluations/{run}', 'get'>;
  readonly analysis: AnswerOf<'/v1/analyses/{id}/runs/{run}', 'get'>;
  readonly backtest: AnswerOf<'/v1/strategies/{id}/backtests/{run}', 'get'>;
  readonly campaign: AnswerOf<'/v1/campaigns/{id}', 'get'>;
}

/**
 * The state of long work, told by the server in the chosen language after every change until it is over.
 *
 * @param path of its events, such as `/v1/campaigns/1/events`; null where nothing is followed
 * @returns null until the first is told
 */
export function useFollowed<K extends keyof States>(_kind: K, path: string | null): States[K] | null {
  const { language } = useLanguage();
  const [told, setTold] = useState<{ readonly path: string; readonly state: States[K] } | null>(null);
  useEffect(() => {
    if (path === null) return;
    const following = new AbortController();
    const tell = (data: string) => setTold({ path, state: JSON.parse(data) as States[K] });
    void followEvents({ path, language, signal: following.signal, tell });
    return () => following.abort();
  }, [path, language]);
  return told?.path === path ? told.state : null;
}
