import { Anchor, List, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type CampaignPreview } from '../queries.js';

type Example = CampaignPreview['offered']['examples'][number];

/** Some people, each with the reasons that a single decision gives. */
export function Examples({ title, people }: { readonly title: string; readonly people: readonly Example[] }) {
  return (
    <details>
      <Text component="summary" size="xs" c="dimmed" style={{ cursor: 'pointer' }}>
        {title}
      </Text>
      <List size="sm" spacing={4} pt={4}>
        {people.map(({ userId, reasons, offer }) => (
          <List.Item key={userId}>
            <Anchor component={Link} to={`/people/${encodeURIComponent(userId)}`} size="sm">
              {userId}
            </Anchor>
            {': '}
            {offer === null ? '' : `${offer.id}; `}
            {reasons.map((reason) => reason.words).join('; ')}
          </List.Item>
        ))}
      </List>
    </details>
  );
}
