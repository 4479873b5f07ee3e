import { Modal } from '@mantine/core';
import { type ReactNode } from 'react';
import { useWords } from '../words/language.js';
import { WORDS } from './words.js';

interface DialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  readonly children: ReactNode;
}

/** A question in front of the page. Its header is no banner beside that of the page, and its cross has a name. */
export function Dialog({ opened, onClose, title, children }: DialogProps) {
  const words = useWords(WORDS);
  return (
    <Modal.Root opened={opened} onClose={onClose}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Header role="presentation">
          <Modal.Title>{title}</Modal.Title>
          <Modal.CloseButton aria-label={words.close} />
        </Modal.Header>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
