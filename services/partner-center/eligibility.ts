import { z } from 'zod';
import { caseless } from '../identity/checked-reply.ts';
import { readDate } from '../rules/calendar-date.ts';
import { type PartnerCenterCalls, segment, type Trace } from './calls.ts';
import { nothingWhen } from './customers.ts';

export interface AgreementStatus {
  readonly status: 'accepted' | 'not-accepted';
  /** Calendar date of the latest acceptance; null when Partner Center only says that it was signed. */
  readonly acceptedOn: string | null;
}

/**
 * Whether the customer accepted the Microsoft Customer Agreement, attested by a partner or signed directly with Microsoft.
 * Needs an app+user token.
 */
export async function agreement(
  calls: PartnerCenterCalls,
  tenantId: string,
  trace: Trace = {},
): Promise<AgreementStatus> {
  const customer = `/v1/customers/${segment(tenantId)}`;
  // Without the type Partner Center lists the older Microsoft Cloud Agreement.
  const agreements = await calls.list(`${customer}/agreements?agreementType=${MCA}`, AgreementItem, trace);
  const accepted = agreements.filter((item) => item.type.toLowerCase() === MCA.toLowerCase());
  if (accepted.length > 0) return { status: 'accepted', acceptedOn: latest(accepted.map((item) => item.dateAgreed)) };
  const direct = await calls
    .get(`${customer}/directSigned${MCA}Status`, caseless({ isSigned: z.boolean() }), trace)
    .catch(nothingWhen(['microsoft.not-found']));
  return { status: direct?.isSigned ? 'accepted' : 'not-accepted', acceptedOn: null };
}

/** Vetting status as given (`Allowed`, `UnderReview`, `NotAllowed`, `Not Ready`, ...); null = Partner Center has no record. */
export async function vetting(calls: PartnerCenterCalls, tenantId: string, trace: Trace = {}): Promise<string | null> {
  const path = `/v1/customers/${segment(tenantId)}/validationStatus?type=account`;
  const record = await calls
    .get(path, caseless({ status: z.string() }), trace)
    .catch(nothingWhen(['microsoft.no-vetting-record']));
  return record?.status ?? null;
}

/** Qualification words as given (`Education`, `Nonprofit`, ...); empty = commercial. */
export async function qualifications(
  calls: PartnerCenterCalls,
  tenantId: string,
  trace: Trace = {},
): Promise<string[]> {
  const items = await calls.list(`/v1/customers/${segment(tenantId)}/qualifications`, Qualification, trace);
  return items.map((item) => item.qualification).filter((word) => word.toLowerCase() !== 'none');
}

const MCA = 'MicrosoftCustomerAgreement';
const AgreementItem = caseless({ type: z.string(), dateAgreed: z.string().nullish() });
const Qualification = caseless({ qualification: z.string() });

function latest(dates: readonly (string | null | undefined)[]): string | null {
  const days = dates.flatMap((date) => dateOf(date) ?? []);
  return days.sort().at(-1) ?? null;
}

/** The calendar date (UTC) of a date or instant as Partner Center writes it; null for anything else and for one that stands for none. */
export const dateOf = (value: string | null | undefined): string | null => readDate(value ?? null);
