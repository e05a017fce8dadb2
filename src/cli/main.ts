/** The command line tool `wsl-script-host`: esbuild's process starts while the rest of the tool is being loaded. */

export {};

const [, , command] = process.argv;
if (command === "build" || command === "dev") {
  const { startForManyBuilds, startForOneBuild } = await import("../bundle/bundler.ts");
  if (command === "build") startForOneBuild();
  else startForManyBuilds();
}
await import("./program.ts");
