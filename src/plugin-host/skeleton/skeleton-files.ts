import { type PluginKindCode } from '#sdk';
import { clustererSkeleton } from './clusterer-skeleton.js';
import { lifetimeSkeleton } from './lifetime-skeleton.js';
import { policySkeleton } from './policy-skeleton.js';
import { recommenderSkeleton } from './recommender-skeleton.js';
import { scorerSkeleton } from './scorer-skeleton.js';
import { type PluginHome, type SkeletonFile } from './skeleton-file.js';

const SKELETONS: Readonly<Record<PluginKindCode, (id: string, home: PluginHome) => readonly SkeletonFile[]>> = {
  scorer: scorerSkeleton,
  policy: policySkeleton,
  lifetime: lifetimeSkeleton,
  clusterer: clustererSkeleton,
  recommender: recommenderSkeleton,
};

/** A working plugin of a kind to start from, with a test and a README. */
export function skeletonFiles(id: string, home: PluginHome, kind: PluginKindCode = 'scorer'): readonly SkeletonFile[] {
  return SKELETONS[kind](id, home);
}
