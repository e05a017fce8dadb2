/** The command line tool `wsl-script-host`: esbuild's process starts while the rest of the tool is being loaded. */

export {};

if (process.argv[2] === "build") {
  const { startForOneBuild } = await import("../bundle/bundler.ts");
  startForOneBuild();
}
await import("./program.ts");
