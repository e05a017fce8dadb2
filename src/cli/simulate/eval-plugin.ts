/** `simulate --eval`: a plugin that only runs one piece of code. */

import { type ExpressionStatement, parse } from "acorn";
import { freeNamesOf } from "../../bundle/free-names.ts";
import { CliError } from "../shared/cli-error.ts";

/** The hook that has what the code names, and its parameters. Without any of these names, it is the VM's start. */
const hooks = {
  distribution: ["onDistributionStarted", "session, distribution"],
  container: ["onContainerStarted", "session, container"],
  image: ["onImageCreated", "session, image"],
} as const;

/** The script. It prints the value of the code's last statement, unless that is undefined. Throws a CliError for a syntax error. */
export function evalPlugin(code: string): string {
  const program = parsed(code);
  const names = new Set(freeNamesOf(program).map(({ name }) => name));
  const [hook, parameters] =
    Object.entries(hooks).find(([name]) => names.has(name))?.[1] ?? (["onVmStarted", "session"] as const);
  const last = program.body.at(-1);
  const body = last?.type === "ExpressionStatement" ? returning(code, last) : code;
  return `export default definePlugin({
  permissions: "all",
  async ${hook}(${parameters}) {
    const value = await (async () => {
${body}
    })();
    if (value !== undefined) console.log(value);
  },
});
`;
}

function parsed(code: string) {
  try {
    return parse(code, {
      ecmaVersion: "latest",
      allowAwaitOutsideFunction: true,
      allowReturnOutsideFunction: true,
    });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new CliError(`--eval: ${error.message}`);
  }
}

function returning(code: string, { start, expression }: ExpressionStatement): string {
  return `${code.slice(0, start)}return (${code.slice(expression.start, expression.end)}\n);`;
}
