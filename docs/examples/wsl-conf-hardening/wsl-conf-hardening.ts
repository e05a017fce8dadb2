// Enforces the administrator's values in each distribution's /etc/wsl.conf. WSL reads the file before it calls the
// hook, so a corrected file takes effect at the next start.
const hardening = defineSettings({
  values: {
    type: "array",
    items: {
      type: "object",
      properties: {
        section: { type: "string", pattern: "^[A-Za-z]+$", description: "Such as interop." },
        key: { type: "string", pattern: "^[A-Za-z]+$", description: "Such as enabled." },
        value: { type: "string", pattern: '^[^\\n\\r\\\\"#]*$', description: "Such as false." },
      },
      required: ["section", "key", "value"],
    },
    default: [
      { section: "automount", key: "enabled", value: "false" },
      { section: "interop", key: "enabled", value: "false" },
    ],
    description: "The values that the file must contain.",
  },
  onChange: {
    type: "string",
    enum: ["warn", "block"],
    default: "block",
    description: "If the file has other values: log a warning, or refuse this start.",
  },
});
const file = "/etc/wsl.conf";
const begin = "# Kept by the administrator of this machine; changes are undone.";
const end = "# Until here.";

export default definePlugin({
  requires: "ExecuteBinaryInDistribution",
  permissions: { distribution: { run: ["cat"], write: [file] } },

  onDistributionStarted(session, distribution) {
    const { name } = distribution;
    // The file may not exist.
    const { ok, stdout } = run(session, "cat", { distribution, args: [file], check: false, stderr: "ignore" });
    const text = ok ? new TextDecoder().decode(stdout) : "";
    const wanted = hardened(text);
    if (text === wanted) return;
    Linux.writeTextFile(session, file, wanted, { distribution, mode: 0o644 });
    console.warn(`${file} of ${name} has been mended`);
    if (hardening.onChange === "warn") return;
    throw new PluginError(`${file} of "${name}" was not as this machine's administrator wants it. Start it again.`);
  },
});

/** The values first, so that no line above can change their meaning, then all other lines unchanged. */
function hardened(text: string): string {
  const kept = linesBut(text, new Set(hardening.values.map(({ section, key }) => nameOf(section, key))));
  const block = hardening.values.flatMap(({ section, key, value }) => [`[${section}]`, `${key}=${value}`]);
  return `${[begin, ...block, end, ...kept].join("\n").trimEnd()}\n`;
}

/** The lines that set none of these, without the block that an earlier start wrote. */
function linesBut(text: string, names: ReadonlySet<string>): string[] {
  let section = "";
  let isOurs = false;
  return text.split(/\r?\n/).filter((line) => {
    if (line === begin) isOurs = true;
    if (isOurs) {
      isOurs = line !== end;
      return false;
    }
    section = /^\s*\[([^\]]*)\]/.exec(line)?.[1]?.trim() ?? section;
    const key = /^\s*([^=#\s]+)\s*=/.exec(line)?.[1];
    return key === undefined || !names.has(nameOf(section, key));
  });
}

function nameOf(section: string, key: string): string {
  return `${section}.${key}`.toLowerCase();
}
