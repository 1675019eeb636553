/** What is shared by several suites and has to be ended after the last one, latest first. */
export const atEnd: (() => Promise<void>)[] = [];

export const mochaHooks = {
  async afterAll(): Promise<void> {
    const failures: unknown[] = [];
    // One that fails must not leave the others running.
    for (const end of atEnd.splice(0).reverse()) await end().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw new AggregateError(failures, 'Could not clean up after the tests');
  },
};
