// Wrong settings, and wrong uses of them.

// @ts-expect-error Type '"text"' is not assignable to type
export const noSuchType = defineSettings({ name: { type: "text" } });

// @ts-expect-error Type 'string' is not assignable to type 'number'
export const wrongBound = defineSettings({ mtu: { type: "integer", minimum: "576" } });

// @ts-expect-error Type 'number' is not assignable to type 'never'
export const keywordOfAnotherType = defineSettings({ name: { type: "string", minimum: 1 } });

// @ts-expect-error Type 'number' is not assignable to type 'never'
export const misspeltKeyword = defineSettings({ name: { type: "string", minLenght: 1 } });

// @ts-expect-error Type 'string' is not assignable to type 'never'
export const wrongDefault = defineSettings({ mtu: { type: "integer", default: "1400" } });

const level = { type: "string", enum: ["low", "high"] } as const;
// @ts-expect-error Type 'string' is not assignable to type 'never'
export const defaultIsNoChoice = defineSettings({ level: { ...level, default: "middle" } });

const proxy = { type: "object", properties: { host: { type: "string" } }, required: ["host"] } as const;
// @ts-expect-error Property 'host' is missing in type '{}'
export const defaultLacksMember = defineSettings({ proxy: { ...proxy, default: {} } });

const policy = defineSettings({
  allowed: { type: "array", items: { type: "string" }, default: ["Debian"] },
  level: { type: "string", enum: ["low", "high"], default: "low" },
  proxy: { type: "object", properties: { port: { type: "integer" } }, default: {} },
});

export default definePlugin({
  onVmStarted() {
    // @ts-expect-error Property 'push' does not exist on type 'readonly string[]'
    policy.allowed.push("Ubuntu");
    // @ts-expect-error Cannot assign to 'level' because it is a read-only property
    policy.level = "high";
    // @ts-expect-error This comparison appears to be unintentional because the types '"high"' and '"middle"' have no overlap
    console.log(policy.level === "middle");
    // @ts-expect-error 'policy.proxy.port' is possibly 'undefined'
    console.log(policy.proxy.port + 1);
    // @ts-expect-error Property 'alowed' does not exist on type
    console.log(policy.alowed);
  },
});
