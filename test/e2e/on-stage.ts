import { Stage } from './stage.ts';

/** Declares for a suite that it plays on a stage of its own; a test that fails leaves behind what could be seen. @returns the stage, once a test runs */
export function onStage(): () => Stage {
  let stage: Stage | undefined;
  before(async () => {
    stage = await Stage.open();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await stage?.evidence(this.currentTest.title);
  });
  after(() => stage?.close());
  return () => {
    if (stage === undefined) throw new Error('The stage is not open yet');
    return stage;
  };
}
