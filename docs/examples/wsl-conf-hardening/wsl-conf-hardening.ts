// Keeps values in each distribution's /etc/wsl.conf as the administrator wants them. WSL reads the file before the hook
// is called, so what has been mended counts at the next start.
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
    description: "What the file has to say.",
  },
  onChange: {
    type: "string",
    enum: ["warn", "block"],
    default: "block",
    description: "Where the file said something else: a line in the log, or no start until the next.",
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
    // There need not be such a file.
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

/** The values in front, where no line above them can change what they mean, and all other lines as they are. */
function hardened(text: string): string {
  const kept = linesBut(text, new Set(hardening.values.map(({ section, key }) => nameOf(section, key))));
  const block = hardening.values.flatMap(({ section, key, value }) => [`[${section}]`, `${key}=${value}`]);
  return `${[begin, ...block, end, ...kept].join("\n").trimEnd()}\n`;
}

/** The lines that set none of these, without the block that an earlier start has put there. */
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
