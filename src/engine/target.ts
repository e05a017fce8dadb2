/** What the embedded engine understands, in esbuild's terms. Syntax beyond it, such as decorators, is rewritten by esbuild. */
export const engineTarget = Object.freeze({
  target: "es2024",
  // Newer than the target, and the engine has it.
  supported: Object.freeze({ using: true }),
});
