import { Badge, createTheme, type CSSVariablesResolver } from '@mantine/core';

/** How everything looks. Words on a colour are told from it by 4.5 to 1 at least (WCAG 2.2, 1.4.3). */
export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: 8,
  autoContrast: true,
  defaultRadius: 'md',
  respectReducedMotion: true,
  // A state that is cut off says nothing.
  components: { Badge: Badge.extend({ defaultProps: { miw: 'max-content' } }) },
});

/** Words that stand back, and links, are told from what is behind them by 4.5 to 1 at least (WCAG 2.2, 1.4.3). */
export const colours: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': colors.gray[7],
    '--mantine-color-anchor': colors.blue[8],
    '--mantine-color-error': colors.red[9],
    '--mantine-color-placeholder': colors.gray[7],
  },
  dark: {
    '--mantine-color-dimmed': colors.dark[1],
    '--mantine-color-anchor': colors.blue[3],
    '--mantine-color-error': colors.red[4],
    '--mantine-color-placeholder': colors.dark[2],
  },
});
