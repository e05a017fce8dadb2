import { permissions } from "../files/permissions.ts";
import type { Description } from "../index.ts";
import type { SettingRow } from "../model/file-rows.ts";
import { type FailureRow, unknownRow } from "../model/schema.ts";
import { code, codeBlock, paragraph, type Section, table } from "./markdown.ts";
import { hex } from "./text.ts";
import { exampleLines } from "./tsdoc.ts";

export function capabilityTable({ capabilities }: Description): string[] {
  return table(
    ["Capability", "Since WSL", "What it is"],
    capabilities.map((row) => [code(row.name), row.since, row.summary]),
  );
}

export function hresultTable({ hresults }: Description): string[] {
  return table(
    ["Name", "Code", "Meaning"],
    hresults.map((row) => [code(row.name), code(hex(row.value)), row.meaning]),
  );
}

export function failureTables({ hookFailures, loadFailures, hooks }: Description): string[] {
  const shown = hooks.filter((row) => row.messageConsumed).map(({ method }) => code(method));
  return [
    ...paragraph(
      `A hook that fails gives WSL a code, and in ${shown.join(" and ")} a message, which the user reads. Everywhere the log ` +
        "has both, with the stack.",
    ),
    ...failures("A hook that ...", hookFailures),
    ...paragraph(
      "After a time limit, a memory limit or a failure of the engine, the next hook runs on a fresh instance of the script: " +
        "what its module remembered is lost.",
    ),
    ...paragraph(
      "A script that cannot be loaded blocks every start of a VM, every container session and every start of a container, unless the setting `loadFailure` says otherwise. Each of them " +
        "tries again, and shows the user the reason. A script that needs a newer WSL is the exception: WSL does not ask it again " +
        "until the service restarts.",
    ),
    ...failures("While loading", loadFailures),
  ];
}

export function limitTable({ limits }: Description): string[] {
  const asked = limits.map((row) => `    ${row.name}: ${row.example},`).join("\n");
  return [
    ...table(
      ["Limit", "Unit", "From", "To", "Default", "Meaning"],
      limits.map((row) => [
        code(row.name),
        row.unit,
        amount(row.minimum, row.unit),
        amount(row.maximum, row.unit),
        amount(row.default, row.unit),
        row.summary,
      ]),
    ),
    ...codeBlock(
      "ts",
      exampleLines({
        plugin: `export default definePlugin({\n  limits: {\n${asked}\n  },\n  onVmStarted(session) {\n    console.log(session.userSid);\n  },\n});`,
      }),
    ),
  ];
}

/** The whole file, with every possible member. */
export function settingsExample({ settings }: Description): string[] {
  return json(Object.fromEntries(settings.map((row) => [row.name, example(row)])));
}

export function settingSections({ settings }: Description): Section[] {
  return settings.map((row) => ({
    title: row.name,
    body: [...paragraph(row.summary), ...settingBody(row), ...json({ [row.name]: example(row) })],
    sections: [],
  }));
}

/** What may be set. */
function settingBody(row: SettingRow): string[] {
  if (row.kind !== "object") {
    return [...paragraph(`**Value:** ${allowed(row)}.${defaultText(row)}`), ...choices(row)];
  }
  return [
    ...table(
      ["Key", "Value", "Default", "Meaning"],
      leaves(row, "").map(({ key, row }) => [code(key), allowed(row), defaultOf(row), row.summary]),
    ),
    ...leaves(row, "").flatMap(({ row }) => choices(row)),
  ];
}

type Leaf = Exclude<SettingRow, { kind: "object" }>;

function leaves(row: SettingRow, path: string): { key: string; row: Leaf }[] {
  const key = path === "" ? row.name : `${path}.${row.name}`;
  return row.kind === "object" ? row.members.flatMap((member) => leaves(member, key)) : [{ key, row }];
}

function allowed(row: Leaf): string {
  switch (row.kind) {
    case "integer":
      return `a whole number of ${row.unit} from ${amount(row.minimum, row.unit)} to ${amount(row.maximum, row.unit)}`;
    case "boolean":
      return "`true` or `false`";
    case "choice":
      return row.choices.map(({ value }) => code(JSON.stringify(value))).join(" or ");
    case "windowsPath":
      return "an absolute path, which may start with a variable such as `%ProgramData%`";
    case "pluginSettings":
      return "an object, as the script declares it";
    case "permissions":
      return "what `definePlugin({ permissions })` takes";
    case "ignoredText":
      return "a string";
    default:
      return unknownRow(row);
  }
}

function defaultOf(row: Leaf): string {
  switch (row.kind) {
    case "pluginSettings":
    case "ignoredText":
      return "";
    case "integer":
      return amount(row.default, row.unit);
    default:
      return code(JSON.stringify(row.default));
  }
}

/** A number, also in the unit that people use. */
function amount(value: number, unit: keyof typeof largerUnits): string {
  const larger = largerUnits[unit].find(({ size }) => value % size === 0);
  return larger === undefined ? `${value}` : `${value} (${value / larger.size} ${larger.name})`;
}

const largerUnits = {
  bytes: [
    { size: 2 ** 30, name: "GiB" },
    { size: 2 ** 20, name: "MiB" },
    { size: 2 ** 10, name: "KiB" },
  ],
  milliseconds: [
    { size: 60_000, name: "min" },
    { size: 1_000, name: "s" },
  ],
} as const;

function defaultText(row: Leaf): string {
  const text = defaultOf(row);
  return text === "" ? "" : ` **Default:** ${text}.`;
}

/** The meaning of each value of a choice. */
function choices(row: Leaf): string[] {
  const rows = row.kind === "choice" ? row.choices : [];
  return table(
    [code(row.name), "Meaning"],
    rows.map(({ value, summary }) => [code(JSON.stringify(value)), summary]),
  );
}

function example(row: SettingRow): unknown {
  switch (row.kind) {
    case "object":
      return Object.fromEntries(row.members.map((member) => [member.name, example(member)]));
    case "permissions":
      return permissionsExample;
    default:
      return row.example;
  }
}

const permissionsExample = Object.fromEntries(
  permissions.map((place) => [place.name, Object.fromEntries(place.kinds.map(({ name, example }) => [name, example]))]),
);

function json(value: object): string[] {
  return codeBlock("json", JSON.stringify(value, null, 2).split("\n"));
}

function failures(head: string, rows: readonly FailureRow[]): string[] {
  return table(
    [head, "The code", "The message"],
    rows.map((row) => [row.cause, row.code, row.message]),
  );
}
