import fc from 'fast-check';

const given = Number(process.env.FC_SEED);
const seed =
  Number.isSafeInteger(given) && process.env.FC_SEED !== undefined ? given : Math.floor(Math.random() * 2 ** 31);
process.stderr.write(`Random tests of the rules: seed ${seed}, repeat with FC_SEED=${seed}\n`);

/** Checks a property with the seed of this run, which is printed once and can be given. */
export function holds<T>(property: fc.IProperty<T>, parameters: fc.Parameters<T> = {}): void {
  fc.assert(property, { ...parameters, seed });
}

/** The same for a property that has to wait for its answers. */
export async function holdsFor<T>(property: fc.IAsyncProperty<T>, parameters: fc.Parameters<T> = {}): Promise<void> {
  await fc.assert(property, { ...parameters, seed });
}
