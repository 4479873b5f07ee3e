import { Anchor, Badge, Card, createTheme, type CSSVariablesResolver, Table, Title } from '@mantine/core';

/** How everything looks. Words on a colour are told from it by 4.5 to 1 at least (WCAG 2.2, 1.4.3). */
export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: 8,
  autoContrast: true,
  defaultRadius: 'md',
  respectReducedMotion: true,
  fontFamily:
    "Inter, -apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif",
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.3' },
      h3: { fontSize: '1.125rem', lineHeight: '1.4' },
    },
  },
  components: {
    // A state that is cut off says nothing, and is said as it is written elsewhere.
    Badge: Badge.extend({ defaultProps: { miw: 'max-content', tt: 'none', fw: 600 } }),
    Card: Card.extend({ defaultProps: { radius: 'lg' } }),
    Anchor: Anchor.extend({ defaultProps: { underline: 'hover' } }),
    Title: Title.extend({ defaultProps: { textWrap: 'balance' } }),
    Table: Table.extend({
      styles: { thead: { fontSize: 'var(--mantine-font-size-xs)' }, td: { verticalAlign: 'top' } },
    }),
  },
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
