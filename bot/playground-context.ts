/**
 * Who and what the chat window of the sandbox plays: one partner's sales team. Every id is fixed, so that a move, a role
 * or a reminder of yesterday still belongs to the same person after a restart.
 */
export interface PlaygroundPerson {
  readonly id: string;
  readonly name: string;
  readonly givenName: string;
  readonly surname: string;
  /** Entra object id, as Teams sends it in `from.aadObjectId`. */
  readonly aadObjectId: string;
  readonly email: string;
  /** The tool's own spelling. */
  readonly userPrincipleName: string;
}

/** The person at the keyboard, and the five others the tool insists on. */
export const PLAYGROUND_PEOPLE = {
  me: person(1, 'Sam', 'Seller'),
  others: [
    person(2, 'Priya', 'Nair'),
    person(3, 'Jonas', 'Weber'),
    person(4, 'Lucia', 'Ferrari'),
    person(5, 'Claire', 'Moreau'),
    person(6, 'Diego', 'Ramos'),
  ],
} as const;

/** The Entra tenant of the partner the sandbox plays. */
const PLAYGROUND_TENANT_ID = '5d1f2c30-7a4e-4b6d-9c11-000000000001';

/** The tool's context file: bot, people, the personal chat, a group chat, a team with two channels. */
export function playgroundContext() {
  return {
    version: '0.1.0',
    tenantId: PLAYGROUND_TENANT_ID,
    bot: { id: '5d1f2c30-7a4e-4b6d-9c11-0000000000b0', name: 'CSP Move Assistant' },
    currentUser: PLAYGROUND_PEOPLE.me,
    users: PLAYGROUND_PEOPLE.others,
    personalChat: { id: 'a:sam-seller' },
    groupChat: { id: '19:sales-desk@thread.v2', name: 'Sales desk' },
    team: {
      // The tool adds the channel General by itself, under the id of the team.
      id: '19:licensing-team@thread.tacv2',
      name: 'Licensing team',
      aadGroupId: '5d1f2c30-7a4e-4b6d-9c11-0000000000a0',
      channels: [{ id: '19:customer-moves@thread.tacv2', name: 'Customer moves' }],
    },
  } as const;
}

function person(number: number, givenName: string, surname: string): PlaygroundPerson {
  const email = `${givenName}.${surname}@partner.example`.toLowerCase();
  return {
    id: `29:${givenName}-${surname}`.toLowerCase(),
    name: `${givenName} ${surname}`,
    givenName,
    surname,
    aadObjectId: `5d1f2c30-7a4e-4b6d-9c11-${String(number).padStart(12, '0')}`,
    email,
    userPrincipleName: email,
  };
}
