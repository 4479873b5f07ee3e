import { Alert, Button, Group, Stack, Textarea } from '@mantine/core';
import { Dialog } from './dialog.js';
import { useDisclosure } from '@mantine/hooks';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { useWords } from '../words/language.js';
import { FailureWords } from './failure-words.js';
import { WORDS } from './words.js';

interface WithReasonProps {
  /** What is done, on the button and above the question. */
  readonly action: string;
  /** What will be different afterwards. */
  readonly children?: ReactNode;
  readonly colour?: string;
  /** How much the button stands out; filled unless told. */
  readonly variant?: 'filled' | 'default' | 'light';
  /** Why it cannot be done now. */
  readonly disabled?: string | undefined;
  /** Does it. What it throws is shown, and what was written stays. */
  readonly onConfirm: (reason: string) => Promise<unknown>;
}

/** A button for a change, which asks first why it is made. */
export function WithReason({
  action,
  children,
  colour = 'blue',
  variant = 'filled',
  disabled,
  onConfirm,
}: WithReasonProps) {
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button color={colour} variant={variant} onClick={open} disabled={disabled !== undefined} title={disabled}>
        {action}
      </Button>
      <Dialog opened={opened} onClose={close} title={action}>
        <ReasonForm action={action} colour={colour} onConfirm={onConfirm} close={close}>
          {children}
        </ReasonForm>
      </Dialog>
    </>
  );
}

type ReasonFormProps = Omit<WithReasonProps, 'disabled' | 'variant'> & { readonly close: () => void };

function ReasonForm({ action, children, colour, onConfirm, close }: ReasonFormProps) {
  const words = useWords(WORDS);
  const [reason, setReason] = useState('');
  const [refusal, setRefusal] = useState<Error | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefusal(null);
    onConfirm(reason.trim())
      .then(close, (error: unknown) => setRefusal(error instanceof Error ? error : new Error(String(error))))
      .finally(() => setBusy(false));
  };
  return (
    <Stack component="form" onSubmit={submit}>
      {children}
      <Textarea
        label={words.reason}
        description={words.reasonHint}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
        required
        data-autofocus
      />
      {refusal !== null && (
        <Alert color="red" role="alert" title={words.refused}>
          <FailureWords failure={refusal} />
        </Alert>
      )}
      <Group justify="end">
        <Button variant="default" onClick={close}>
          {words.cancel}
        </Button>
        <Button type="submit" color={colour ?? 'blue'} loading={busy} disabled={reason.trim() === ''}>
          {action}
        </Button>
      </Group>
    </Stack>
  );
}
