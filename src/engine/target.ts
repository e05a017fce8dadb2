/**
 * The syntax that the embedded engine supports, in esbuild's terms. esbuild rewrites newer syntax, such as decorators.
 */
export const engineTarget = Object.freeze({
  target: "es2024",
  // Newer than the target, but supported by the engine.
  supported: Object.freeze({ using: true }),
});
