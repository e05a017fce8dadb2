/** The documentation's examples, to start from. */

const sources = import.meta.glob<string>(["../../examples/*/*.ts", "!**/*.test.ts"], {
  query: "?raw",
  import: "default",
});
const scenarios = import.meta.glob<string>("../../examples/*/scenario.json", { query: "?raw", import: "default" });

export interface Example {
  readonly plugin: string;
  readonly scenario: string;
}

export const exampleNames: readonly string[] = Object.keys(scenarios).map((path) => path.split("/").at(-2) ?? "");

/** Null for a name that no example has. */
export async function readExample(name: string): Promise<Example | null> {
  const [source, scenario] = [
    sources[`../../examples/${name}/${name}.ts`],
    scenarios[`../../examples/${name}/scenario.json`],
  ];
  if (source === undefined || scenario === undefined) return null;
  const [plugin, text] = await Promise.all([source(), scenario()]);
  return { plugin, scenario: withoutExpectations(text) };
}

/** The page shows the events; what a test expects of them would be in the way. */
function withoutExpectations(text: string): string {
  const { expect: _, file: __, ...scenario } = JSON.parse(text);
  return `${JSON.stringify(scenario, null, 2)}\n`;
}
