import { Temporal } from 'temporal-polyfill';
import { type Applied, applyCommand } from '../../services/moves/apply.ts';
import { assess, type RuleBook } from '../../services/moves/assess.ts';
import type { MoveCommand } from '../../services/moves/command.ts';
import { NOTHING_KNOWN } from '../../services/moves/facts.ts';
import type { Move, MoveFacts, Person, Step } from '../../services/moves/move.ts';
import { currentStep, deriveSteps } from '../../services/moves/steps.ts';
import { loadSkuFacts } from '../../services/rules/sku-facts.ts';

export const SAM: Person = { id: 'sam', name: 'Sam Seller' };
export const BUSINESS_PREMIUM = 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46';
export const OFFICE_E4 = '1392051d-0cb9-4b7a-88d5-621fee5e8711';
export const OFFICE_E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';

const skus = loadSkuFacts();
const offer = (skuId: string, title: string, catalogSku: string) => ({
  catalogSku,
  skuId,
  title,
  minimumSeats: 1,
  maximumSeats: null,
  segment: 'commercial',
  isTrial: false,
  isAddon: false,
  prerequisites: [],
  terms: ['P1Y'],
});
export const RULES: RuleBook = {
  skus,
  catalogue: [
    offer(BUSINESS_PREMIUM, 'Microsoft 365 Business Premium', 'CFQ7TTC0LCHC:0001'),
    offer(OFFICE_E3, 'Office 365 E3', 'CFQ7TTC0LF8R:0001'),
  ],
};

/** A move that is walked through its steps by commands, without any storage: the specification of the journey. */
export class Walk {
  move: Move;
  today: string;

  constructor(facts: Partial<MoveFacts> = {}, today = '2026-11-20') {
    this.today = today;
    this.move = {
      id: '00000000-0000-4000-8000-00000000000a',
      version: 1,
      customer: {
        tenantId: '00000000-0000-4000-8000-00000000000b',
        name: 'Contoso',
        domain: 'contoso.com',
        language: null,
      },
      openedBy: SAM,
      openedAt: `${today}T09:00:00Z`,
      conversationId: 'a:sam',
      facts: { ...NOTHING_KNOWN, partnerCountry: 'IT', ...facts },
    };
  }

  get steps(): readonly Step[] {
    return deriveSteps(this.move, assess(this.move, Temporal.PlainDate.from(this.today), RULES));
  }

  get current(): Step {
    return currentStep(this.steps);
  }

  /** `step status` of the step to work on. */
  get at(): string {
    return `${this.current.id} ${this.current.status}`;
  }

  try(command: MoveCommand, by: Person = SAM): Applied {
    return applyCommand(this.move, this.steps, command, by, { at: `${this.today}T10:00:00Z`, today: this.today });
  }

  /** Carries out a command that has to succeed. */
  do(command: MoveCommand, by: Person = SAM): this {
    const applied = this.try(command, by);
    if ('refused' in applied) throw new Error(`refused: ${applied.refused.code}`);
    this.move = { ...this.move, version: this.move.version + 1, facts: applied.facts };
    return this;
  }

  refused(command: MoveCommand): string {
    const applied = this.try(command);
    return 'refused' in applied ? applied.refused.code : 'carried out';
  }
}

export const ORIGINAL = {
  id: 'original-1',
  skuId: BUSINESS_PREMIUM,
  partNumber: 'SPB',
  name: 'Microsoft 365 Business Premium',
  seats: 25,
  assignedSeats: 22,
  endDate: '2027-01-15',
  autoRenew: false,
  source: 'direct-mosa',
  termStart: '2026-01-16',
  origin: 'typed',
} as const;

export const TARGET = {
  originalId: 'original-1',
  skuId: BUSINESS_PREMIUM,
  name: 'Microsoft 365 Business Premium',
  catalogSku: 'CFQ7TTC0LCHC:0001',
  seats: 25,
  lossAccepted: false,
} as const;
