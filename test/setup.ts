/** What is shared by several suites and has to be ended after the last one, latest first. */
export const atEnd: (() => Promise<void>)[] = [];

export const mochaHooks = {
  async afterAll(): Promise<void> {
    for (const end of atEnd.splice(0).reverse()) await end();
  },
};
