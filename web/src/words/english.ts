/** All words of the console in English; another language has the same ones. */
export const ENGLISH = {
  language: 'Language',
  colours: { light: 'Light', dark: 'Dark', auto: 'As the device' },
  navigation: { label: 'Pages', open: 'Open the pages', rules: 'Rules' },
  session: {
    explanation: 'Sign in with a key that somebody made with “strata keys create”.',
    key: 'Key',
    signIn: 'Sign in',
    signOut: 'Sign out',
    local: 'Everybody on this machine may do everything',
  },
  rules: {
    title: 'Rules',
    search: 'Search by name or id',
    strategies: 'Strategies',
    segments: 'Segments',
    none: 'Nothing is called so.',
  },
  failed: 'This could not be read',
  again: 'Try again',
};
export type Words = typeof ENGLISH;
