import Mocha from 'mocha';

/**
 * The Spec reporter of mocha, which lists passed and failed tests with the reasons, followed by one line for the machine:
 * `N passed, N failed`, alone on it and the last of the run. A hook that fails counts as a failure.
 */
export default class Reporter extends Mocha.reporters.Spec {
  override epilogue(): void {
    super.epilogue();
    const { passes, failures } = this.stats;
    process.stdout.write(`${passes} passed, ${failures} failed\n`);
  }
}
