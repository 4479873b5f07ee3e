/** The rooms of the console in the order of the navigation, with the address of each one's first page. */
export const ROOMS = [
  { name: 'home', path: '/' },
  { name: 'rules', path: '/rules' },
  { name: 'campaigns', path: '/campaigns' },
  { name: 'people', path: '/people' },
  { name: 'playground', path: '/playground' },
  { name: 'models', path: '/models' },
  { name: 'experiments', path: '/experiments' },
  { name: 'customers', path: '/customers' },
  { name: 'activity', path: '/activity' },
] as const;

/** Whether a page lies in the room of an address. */
export function isAt(pathname: string, path: string): boolean {
  return path === '/' ? pathname === '/' : pathname === path || pathname.startsWith(`${path}/`);
}
