/** The exit codes of every command. Scripts rely on them: docs/guide.md and `--help` list the same. */
export const exitCodes = Object.freeze({
  /** The plugin, a file or a folder is not as the command needs it; the message says what to do. */
  failure: 1,
  /** The command line itself is wrong. */
  usage: 2,
});

/** A failure that its message explains completely: what is wrong, where, and what to do. Shown without a stack. */
export class CliError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number = exitCodes.failure) {
    super(message);
    this.exitCode = exitCode;
  }
}
