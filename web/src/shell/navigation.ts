import {
  AdjustmentsHorizontalIcon,
  BeakerIcon,
  ChartPieIcon,
  ClockIcon,
  CpuChipIcon,
  HomeIcon,
  MegaphoneIcon,
  PlayCircleIcon,
  UsersIcon,
} from '@heroicons/react/24/outline';

/** The rooms of the console in the order of the navigation, with the address of each one's first page. */
export const ROOMS = [
  { name: 'home', path: '/', Icon: HomeIcon },
  { name: 'rules', path: '/rules', Icon: AdjustmentsHorizontalIcon },
  { name: 'campaigns', path: '/campaigns', Icon: MegaphoneIcon },
  { name: 'people', path: '/people', Icon: UsersIcon },
  { name: 'playground', path: '/playground', Icon: PlayCircleIcon },
  { name: 'models', path: '/models', Icon: CpuChipIcon },
  { name: 'experiments', path: '/experiments', Icon: BeakerIcon },
  { name: 'customers', path: '/customers', Icon: ChartPieIcon },
  { name: 'activity', path: '/activity', Icon: ClockIcon },
] as const;

/** Whether a page lies in the room of an address. */
export function isAt(pathname: string, path: string): boolean {
  return path === '/' ? pathname === '/' : pathname === path || pathname.startsWith(`${path}/`);
}
