import { useEffect, useState } from 'react';
import { type AnswerOf } from '#client';

/** Long work that is followed, and what its state says. */
interface States {
  readonly training: AnswerOf<'/v1/models/{id}/runs/{run}', 'get'>;
  readonly evaluation: AnswerOf<'/v1/models/{id}/evaluations/{run}', 'get'>;
  readonly analysis: AnswerOf<'/v1/analyses/{id}/runs/{run}', 'get'>;
  readonly backtest: AnswerOf<'/v1/strategies/{id}/backtests/{run}', 'get'>;
  readonly campaign: AnswerOf<'/v1/campaigns/{id}', 'get'>;
}

/**
 * The state of long work, told by the server after every change until it is over.
 *
 * @param path of its events, such as `/v1/campaigns/1/events`; null where nothing is followed
 * @returns null until the first is told
 */
export function useFollowed<K extends keyof States>(_kind: K, path: string | null): States[K] | null {
  const [told, setTold] = useState<{ readonly path: string; readonly state: States[K] } | null>(null);
  useEffect(() => {
    if (path === null) return;
    const events = new EventSource(path);
    events.addEventListener('run', ({ data }: MessageEvent<string>) => {
      setTold({ path, state: JSON.parse(data) as States[K] });
    });
    return () => events.close();
  }, [path]);
  return told?.path === path ? told.state : null;
}
