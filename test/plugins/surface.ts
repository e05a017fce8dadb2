// Walks what a script can reach beyond the bare engine, its globals and what hooks get, and prints each thing as JSON.

/** The names of the bare engine's globals. The test puts them in front of the script. */
declare const builtIns: readonly string[];

export default definePlugin({
  permissions: "all",
  requires: "2.9.5",

  onLoad(context) {
    walkInstances("WSLContext", context);
    const globals: Readonly<Record<string, unknown>> = globalThis;
    const names = Object.getOwnPropertyNames(globals);
    for (const name of builtIns) if (!names.includes(name)) report(name, "missing");
    for (const name of names) if (!builtIns.includes(name)) walk(name, globals[name]);
  },

  onVmStarted(session, settings) {
    walkInstances("WSLSessionInformation", session);
    walkInstances("WSLSessionUser", session.user ?? {});
    walkInstances("WSLVmCreationSettings", settings);
    walkInstances("WSLUserConfiguration", settings.customConfiguration);
    walkInstances("CommandResult", run(session, "true"));
    walkInstances("PreparedCommand", ApiV1.prepare("true"));
    walkInstances("LinuxMount", Linux.mounts(session)[0] ?? {});
  },

  onDistributionStarted(_session, distribution) {
    walkInstances("WSLDistributionInformation", distribution);
  },

  onDistributionRegistered(_session, distribution) {
    walkInstances("WSLOfflineDistributionInformation", distribution);
  },

  onSessionCreated(session) {
    walkInstances("WSLCSessionInformation", session);
  },
});

/** What the language itself gives to all functions, to all instances of classes, and to all errors. */
const ofFunctions = ["length", "name", "prototype"];
const ofInstances = ["constructor"];
const ofErrors = ["constructor", "name"];

function walk(path: string, value: unknown): void {
  if (value === globalThis) {
    report(path, "object");
  } else if (typeof value === "function") {
    const prototype = Object.getOwnPropertyDescriptor(value, "prototype");
    const isClass = prototype !== undefined && prototype.writable === false;
    report(path, isClass ? "class" : "function", value);
    walkMembers(`${path}.`, value, ofFunctions);
    if (isClass) walkPrototypes(path, value.prototype);
  } else {
    report(path, typeof value);
    walkMembers(`${path}.`, Object(value), []);
  }
}

function walkInstances(path: string, instance: object): void {
  report(path, typeof instance);
  walkMembers(`${path}#`, instance, []);
  walkPrototypes(path, Object.getPrototypeOf(instance));
}

/** The prototype and those that it inherits from, up to the language's own. */
function walkPrototypes(path: string, prototype: object): void {
  if (prototype === Object.prototype || prototype === Error.prototype) return;
  walkMembers(`${path}#`, prototype, prototype instanceof Error ? ofErrors : ofInstances);
  walkPrototypes(path, Object.getPrototypeOf(prototype));
}

function walkMembers(prefix: string, owner: object, ignored: readonly string[]): void {
  for (const key of Reflect.ownKeys(owner)) {
    const name = nameOf(key);
    if (name === undefined || ignored.includes(name)) continue;
    const value: unknown = Object.getOwnPropertyDescriptor(owner, key)?.value;
    report(prefix + name, typeof value === "function" ? "function" : "property", value);
  }
}

/** Symbols that are not the language's are the runtime's own business. */
function nameOf(key: string | symbol): string | undefined {
  if (typeof key === "string") return key;
  const symbols: Readonly<Record<string, unknown>> = Object(Symbol);
  const name = Object.getOwnPropertyNames(symbols).find((one) => symbols[one] === key);
  return name === undefined ? undefined : `[Symbol.${name}]`;
}

function report(path: string, kind: string, value?: unknown): void {
  const { name, length } = typeof value === "function" ? value : {};
  console.log(JSON.stringify({ path, kind, name, length }));
}
