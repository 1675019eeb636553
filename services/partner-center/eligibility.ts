import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { caseless } from '../identity/checked-reply.ts';
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

/** The calendar date (UTC) of a date or instant as Partner Center writes it; null for anything else and for year 1. */
export function dateOf(value: string | null | undefined): string | null {
  if (!value) return null;
  try {
    const zoned = /(Z|[+-]\d\d:\d\d)$/i.test(value);
    const date = zoned
      ? Temporal.Instant.from(value).toZonedDateTimeISO('UTC').toPlainDate()
      : Temporal.PlainDate.from(value);
    // "0001-01-01" is how .NET services write "no date".
    return date.year > 1 ? date.toString() : null;
  } catch {
    return null;
  }
}
