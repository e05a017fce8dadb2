/** A failure that is explained completely by its message: what is wrong, where, and what to do. Shown without a stack. */
export class CliError extends Error {}
