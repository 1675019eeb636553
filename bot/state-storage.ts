import type { Storage, StoreItem, StoreItems } from 'botbuilder';
import type { KeyValueStore } from '../services/store/key-value-store.ts';

/**
 * The SDK's dialog state in the product's own database. The version mark travels as `eTag`, but the SDK writes `*` with every state:
 * of two messages of one conversation that are answered at once, the state of the one that ends last stays. So nothing stands in it
 * that must not be lost.
 *
 * A state in which nothing stands is removed: every thread of a channel in which the bot is mentioned has one of its own.
 */
export function stateStorage(store: KeyValueStore): Storage {
  return {
    async read(keys): Promise<StoreItems> {
      const found = await store.read(keys);
      return Object.fromEntries([...found].map(([key, { data, etag }]) => [key, { ...data, eTag: etag }]));
    },
    async write(changes: StoreItems): Promise<void> {
      const values = Object.entries<StoreItem>(changes).map(([key, { eTag, ...data }]) => ({ key, data, etag: eTag }));
      const kept = values.filter(({ data }) => !isEmpty(data));
      await store.delete(values.filter(({ data }) => isEmpty(data)).map(({ key }) => key));
      if (kept.length > 0) await store.write(Object.fromEntries(kept.map(({ key, ...value }) => [key, value])));
    },
    delete: (keys) => store.delete(keys),
  };
}

/** Nothing, or lists and objects (a stack without dialogs) with nothing in them. */
function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === 'object' && Object.values(value).every(isEmpty);
}
