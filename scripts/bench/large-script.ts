/** A plugin of realistic size, as a bundler writes it, to measure the time to load a script. */

/** At least `size` bytes, by at most one part. The same text for the same size. */
export function largeScript(size: number): string {
  const parts: string[] = [];
  let length = 0;
  for (let number = 0; length < size; number += 1) {
    const text = part(number);
    parts.push(text);
    length += text.length;
  }
  const rules = parts.map((_, number) => `  rule${number},`).join("\n");
  return `${parts.join("\n")}
const rules = [
${rules}
];
export default definePlugin({
  onDistributionStarted(session, distribution) {
    const { sessionId, userSid } = session;
    const { id, name, packageFamilyName, pidNamespace, initPid, flavor, version } = distribution;
    const facts = { sessionId, userSid, id, name, packageFamilyName, pidNamespace, initPid, flavor, version };
    if (rules.length === 0) throw new PluginError(JSON.stringify(facts));
  },
});
`;
}

/** A table, a class and some functions, none of which is like that of another number. */
function part(number: number): string {
  return `const defaults${number} = {
  name: "rule-${number}",
  enabled: ${number % 3 !== 0},
  pattern: /^(?:debian|ubuntu)-${number}(?:\\.\\d+)*$/i,
  limits: [${number}, ${number * 7 + 1}, ${(number * 13) % 101}],
  message: "Rule ${number} does not let this distribution start; ask the administrator for an exception."
};
class Rule${number} {
  #count = 0;
  constructor(options = {}) {
    this.options = { ...defaults${number}, ...options };
  }
  get count() {
    return this.#count;
  }
  matches({ name, version }) {
    this.#count++;
    if (!this.options.enabled) return false;
    return this.options.pattern.test(\`\${name}-\${version ?? ${number}}\`);
  }
  apply(session, distribution) {
    if (!this.matches(distribution)) return;
    const [lowest, highest] = this.options.limits;
    for (let attempt = lowest; attempt < highest; attempt++) {
      try {
        return check${number}(session, distribution, attempt);
      } catch (error) {
        if (attempt === highest - 1) throw new PluginError(this.options.message, error.hresult);
      }
    }
  }
}
function check${number}(session, distribution, attempt) {
  switch (attempt % 4) {
    case 0:
      return distribution.name.length > ${number % 11};
    case 1:
      return session.sessionId !== ${number};
    case 2:
      return distribution.flavor === null ? "flavor${number}" : distribution.flavor.trim().toLowerCase();
    default:
      throw new RangeError("attempt " + attempt + " of rule ${number} makes no sense");
  }
}
const rule${number} = new Rule${number}({ name: "rule ${number}, as configured" });
`;
}
