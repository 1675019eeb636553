import type { Storage, StoreItem, StoreItems } from 'botbuilder';
import type { KeyValueStore } from '../services/store/key-value-store.ts';

/** The SDK's dialog state in the product's own database; the version mark travels as `eTag`. */
export function stateStorage(store: KeyValueStore): Storage {
  return {
    async read(keys): Promise<StoreItems> {
      const found = await store.read(keys);
      return Object.fromEntries([...found].map(([key, { data, etag }]) => [key, { ...data, eTag: etag }]));
    },
    async write(changes: StoreItems): Promise<void> {
      const values = Object.entries<StoreItem>(changes).map(([key, { eTag, ...data }]) => [key, { data, etag: eTag }]);
      await store.write(Object.fromEntries(values));
    },
    delete: (keys) => store.delete(keys),
  };
}
