/** What the exit code of every command means. Scripts rely on it: docs/guide.md and `--help` list the same. */
export const exitCodes = Object.freeze({
  /** The plugin, a file or a folder that the command works on is not as it must be; the message says what to do. */
  failure: 1,
  /** The command line itself is wrong. */
  usage: 2,
});

/** A failure that is explained completely by its message: what is wrong, where, and what to do. Shown without a stack. */
export class CliError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number = exitCodes.failure) {
    super(message);
    this.exitCode = exitCode;
  }
}
