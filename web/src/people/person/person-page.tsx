import { Grid, Stack, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { Refusal } from '../../api.js';
import { useFormats } from '../../parts/formats.js';
import { ButtonTo, LinkTo } from '../../parts/links/link-to.js';
import { Loaded } from '../../parts/loaded.js';
import { Page } from '../../parts/page.js';
import { useWords } from '../../words/language.js';
import { useProfile, usePersonFacts } from './person.js';
import { PersonConsents } from './person-consents.js';
import { PersonDecisions } from './person-decisions.js';
import { PersonEvents } from './person-events.js';
import { PersonFacts } from './person-facts.js';
import { PersonRecord } from './person-record.js';
import { WORDS } from '../words.js';

/** One person: what is known, what the person agreed to, what was decided. */
export function PersonPage() {
  const words = useWords(WORDS);
  const { id } = useParams({ from: '/people/$id' });
  const profile = useProfile(id);
  const facts = usePersonFacts(id);
  if (facts.error instanceof Refusal && facts.error.status === 404) {
    return (
      <Page title={words.ofPerson(id)} sentence={words.nobody}>
        <LinkTo to="/people" search={{ search: id }}>
          ← {words.title}
        </LinkTo>
      </Page>
    );
  }
  return (
    <Page
      title={words.ofPerson(id)}
      sentence={<Summary id={id} />}
      actions={
        <ButtonTo to="/playground" search={{ user: id }} variant="default">
          {words.playground}
        </ButtonTo>
      }
    >
      <LinkTo to="/people" size="sm">
        ← {words.title}
      </LinkTo>
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack gap="xl">
            <PersonDecisions id={id} />
            <Loaded query={facts} height={400}>
              {({ facts: found }) => <PersonFacts facts={found} profileOf={profile.data?.updatedAt ?? null} />}
            </Loaded>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Stack gap="xl">
            <Loaded query={profile}>
              {(known) => (known === null ? <Text>{words.unknownPerson}</Text> : <PersonConsents profile={known} />)}
            </Loaded>
            <PersonEvents id={id} />
            <PersonRecord id={id} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  );
}

/** The finding in a sentence. */
function Summary({ id }: { readonly id: string }) {
  const words = useWords(WORDS);
  const { count } = useFormats();
  const { data: profile } = useProfile(id);
  const { data } = usePersonFacts(id);
  if (data === undefined || profile === undefined) return null;
  const known = data.facts.filter(({ value }) => value !== null).length;
  const agreed = (profile?.consents ?? []).filter(({ granted }) => granted).map(({ purpose }) => purpose);
  const consents = agreed.length === 0 ? words.agreedToNothing : words.agreed(agreed.join(', '));
  const otherIds = profile?.otherIds ?? [];
  return (
    <>
      {words.summary(count(known), profile?.suppressed === true ? words.mayNotBeContacted : consents)}{' '}
      {otherIds.length > 0 && words.also(otherIds.join(', '))}
    </>
  );
}
