// What defineSettings infers.

type Equal<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;
const isEqual = <One, Other>(equal: Equal<One, Other>) => equal;

const policy = defineSettings({
  allowed: {
    type: "array",
    items: { type: "string", minLength: 1 },
    default: ["Debian"],
    description: "Who may start.",
  },
  level: { type: "string", enum: ["low", "high"], default: "low" },
  site: { type: "string", pattern: "^[a-z]+$" },
  mtu: { type: "integer", minimum: 576, maximum: 9000, default: 1400 },
  share: { type: "number", enum: [0.5, 1], default: 1 },
  on: { type: "boolean", default: true },
  token: { type: "string", secret: true },
  proxy: {
    type: "object",
    properties: {
      host: { type: "string" },
      port: { type: "integer" },
      bypass: { type: "array", items: { type: "object", properties: { domain: { type: "string" } } } },
    },
    required: ["host"],
    default: { host: "proxy.contoso.com" },
  },
});

isEqual<typeof policy.allowed, readonly string[]>(true);
isEqual<typeof policy.level, "low" | "high">(true);
isEqual<typeof policy.site, string>(true);
isEqual<typeof policy.mtu, number>(true);
isEqual<typeof policy.share, 0.5 | 1>(true);
isEqual<typeof policy.on, boolean>(true);
isEqual<typeof policy.token, string>(true);
isEqual<typeof policy.proxy.host, string>(true);
isEqual<typeof policy.proxy.port, number | undefined>(true);

const domain: string | undefined = policy.proxy.bypass?.[0]?.domain;

export default definePlugin({
  onDistributionStarted(_session, distribution) {
    const texts: Record<typeof policy.level, string> = { low: "a little", high: "a lot" };
    console.log(texts[policy.level], policy.allowed.includes(distribution.name), domain);
  },
});
