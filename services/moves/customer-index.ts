import MiniSearch from 'minisearch';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { untilEnded } from '../identity/time-limit.ts';
import { romanized, sounding } from '../rules/romanized.ts';
import type { CustomerMatch } from './customer-directory.ts';

/** Customers kept in memory; of a partner with more, the others are found by the beginning of their name or domain only. */
const MOST = 20_000;
/** A customer who was added since is found by the beginning of the name or domain, like those above. */
const RENEWED_AFTER_MS = 6 * 3_600_000;
const AGAIN_AFTER_MS = 60_000;

interface Entry extends CustomerMatch {
  readonly id: number;
  readonly words: string;
  readonly labels: string;
  readonly sound: string;
}

/**
 * The partner's customers in memory, for a search that forgives: words in any order, typing errors, accents, another script. Partner
 * Center itself searches by the beginning alone. It is read in the background when somebody first searches, and never waited for.
 */
export class CustomerIndex {
  readonly #list: (limit: number) => Promise<readonly Omit<CustomerMatch, 'isCustomer'>[]>;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #ended: AbortSignal;
  #index: MiniSearch<Entry> | null = null;
  #entries: readonly Entry[] = [];
  #reading: Promise<void> | null = null;
  #nextAt = Number.NEGATIVE_INFINITY;

  constructor(deps: {
    /** The partner's customers, so many at most. */
    list: (limit: number) => Promise<readonly Omit<CustomerMatch, 'isCustomer'>[]>;
    clock: Clock;
    log: Logger;
    /** Ends the reading in the background, for good. */
    ended?: AbortSignal;
  }) {
    this.#list = deps.list;
    this.#clock = deps.clock;
    this.#log = deps.log;
    this.#ended = deps.ended ?? new AbortController().signal;
  }

  /** Resolves when what is being read was read; nobody who waits for an answer needs to. */
  async settled(): Promise<void> {
    await this.#reading;
  }

  /** The closest first; the first customers by name for an empty text. Null: they are not known yet. */
  find(text: string, limit: number): readonly CustomerMatch[] | null {
    this.#begin();
    const index = this.#index;
    if (index === null) return null;
    const wanted = romanized(text);
    if (wanted === '') return text.trim() === '' ? this.#entries.slice(0, limit) : [];
    const hits = search(index, wanted, 'AND');
    const found = hits.length > 0 ? hits : search(index, wanted, 'OR');
    return found
      .map(({ id, score }) => ({ entry: this.#entries[id], score }))
      .flatMap(({ entry, score }) => (entry === undefined ? [] : [{ entry, score, tier: closeness(entry, wanted) }]))
      .toSorted((a, b) => a.tier - b.tier || b.score - a.score)
      .slice(0, limit)
      .map(({ entry }) => entry);
  }

  #begin(): void {
    const now = this.#clock.now().epochMilliseconds;
    if (this.#reading !== null || now < this.#nextAt || this.#ended.aborted) return;
    this.#reading = this.#read(now).finally(() => {
      this.#reading = null;
    });
  }

  async #read(now: number): Promise<void> {
    this.#nextAt = now + AGAIN_AFTER_MS;
    try {
      const listed = await untilEnded(this.#ended, () => this.#list(MOST));
      const entries = listed
        .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
        .map(({ tenantId, name, domain }, id): Entry => {
          const words = romanized(name);
          const sound = words.split(' ').map(sounding).join(' ');
          return { id, tenantId, name, domain, isCustomer: true, words, labels: domain.toLowerCase(), sound };
        });
      const index = new MiniSearch<Entry>({ fields: ['words', 'labels', 'sound'], tokenize: wordsIn });
      // In pieces: nobody waits for thousands of customers to be taken in.
      await index.addAllAsync(entries, { chunkSize: 500 });
      this.#entries = entries;
      this.#index = index;
      this.#nextAt = now + RENEWED_AFTER_MS;
    } catch (err) {
      this.#log.info({ err }, 'The customers could not be read for the search');
    }
  }
}

/** 0: is called so; 1, 2: name or domain begins so; 3: every word begins a word of it; 4: only alike. */
export function closeness({ name, domain }: Pick<CustomerMatch, 'name' | 'domain'>, wanted: string): number {
  const [called, at] = [romanized(name), domain.toLowerCase()];
  if (called === wanted || at === wanted) return 0;
  if (called.startsWith(wanted)) return 1;
  if (at.startsWith(wanted.replaceAll(' ', ''))) return 2;
  const words = [...wordsIn(called), ...wordsIn(at)];
  return wordsIn(wanted).every((word) => words.some((known) => known.startsWith(word))) ? 3 : 4;
}

/** Whether every word of a text sounds as a word of the customer's name begins: `Контосо` is Contoso. */
export function soundsAlike({ name, domain }: Pick<CustomerMatch, 'name' | 'domain'>, text: string): boolean {
  const wanted = wordsIn(romanized(text)).map(sounding);
  const known = [...wordsIn(romanized(name)), ...wordsIn(domain.toLowerCase())].map(sounding);
  return wanted.length > 0 && wanted.every((word) => word.length > 2 && known.some((one) => one.startsWith(word)));
}

function search(index: MiniSearch<Entry>, wanted: string, combineWith: 'AND' | 'OR') {
  const fuzzy = (term: string) => (term.length < 4 || /\d/u.test(term) ? false : term.length < 6 ? 1 : 2);
  return index.search({
    combineWith: 'OR',
    queries: [
      { queries: [wanted], fields: ['words', 'labels'], combineWith, prefix: true, fuzzy, boost: { words: 3 } },
      {
        // What is left of some words is the beginning of everything.
        queries: [
          wordsIn(wanted)
            .map(sounding)
            .filter((word) => word.length > 2)
            .join(' '),
        ],
        fields: ['sound'],
        combineWith,
        prefix: true,
        fuzzy: (term) => fuzzy(term) && 1,
      },
    ],
  });
}

function wordsIn(text: string): string[] {
  return text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}
