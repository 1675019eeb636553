import type { SourceId } from './sources.ts';

/**
 * Rules that give no verdict, role or reminder of ours, each with the reason. All other ids of `SOURCES` are applied by the rules here, and each of
 * them has a test that names it.
 */
export const UNJUDGED_RULES: Partial<Readonly<Record<SourceId, string>>> = {
  C16: 'sign-in: Microsoft refuses the call, and the refusal is told when it comes',
  I2: 'the client of Partner Center fetches the link',
  I3: 'the link is stored and shown as it came',
  I4: 'the link comes from Partner Center for the account that is signed in, whatever its kind',
  I6: 'a change that is watched for, not judged',
  I7: 'the relationship is there then, and its step is done',
  I12: 'a relationship is never removed here',
  G1: 'GDAP is requested in Partner Center, not here',
  G2: 'GDAP is requested in Partner Center, and the move knows a relationship only once it is active',
  G4: 'GDAP is requested in Partner Center, not here',
  G5: 'security groups are mapped in Partner Center; whether somebody may call is what is asked',
  G11: "not confirmed, and about the partner's own set-up",
  A2: 'attestation by a partner has ended; the customer accepts',
  A3: 'attestation by a partner has ended; the customer accepts',
  A4: 'attestation by a partner has ended; the customer accepts',
  A5: 'a field of the call, set by the client of Partner Center',
  A6: "about the partner's own contract, which no fact of a move tells",
  A8: 'a field of the order for indirect partners, which the assistant does not place',
  A9: 'sign-in: Microsoft refuses the call, and the refusal is told when it comes',
  A10: 'whether a customer pays is no fact of a move',
  T7: 'not confirmed; Partner Center refuses more items itself',
  T13: 'states of a transfer, read by the client of Partner Center',
  T14: 'fields of the call, set by the client of Partner Center',
  N7: 'the term of a running subscription is not changed here',
  N8: 'prices come from the cart, never from a rule',
  N9: 'upgrades are no way of moving',
  N10: 'a wish, not a rule',
  N11: 'prices and promotions come from the cart, never from a rule',
  N12: 'the last day to cancel comes from Partner Center for each subscription',
  L5: 'the catalogue does not tell which offers; Partner Center refuses the order',
};
