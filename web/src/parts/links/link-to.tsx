import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import { type ReactNode, type Ref } from 'react';

interface Inside {
  readonly ref?: Ref<HTMLAnchorElement>;
  readonly children?: ReactNode;
}

/** A link to a page, whose address is checked: `<LinkTo to="/people/$id" params={{ id }}>`. */
export const LinkTo = createLink((props: AnchorProps & Inside) => <Anchor {...props} />);

/** The same as a button. */
export const ButtonTo = createLink((props: ButtonProps & Inside) => <Button component="a" {...props} />);
