// A policy: which Windows folders containers can mount, by user. WSL reports folders only, not named volumes.
interface Grant {
  readonly folder: string;
  readonly writable: boolean;
}

const forEveryone: readonly Grant[] = [{ folder: "C:\\Data", writable: false }];

/** Additional folders by account. */
const forUsers: Readonly<Record<string, readonly Grant[]>> = {
  "CONTOSO\\ada": [{ folder: "C:\\Source", writable: true }],
};

export default definePlugin({
  requires: "WSLC",
  permissions: { windows: { account: true } },

  onContainerStarted(session, { Name, Mounts }) {
    const { user } = session;
    const own = user === null ? [] : (forUsers[`${user.domain}\\${user.name}`] ?? []);
    const grants = [...forEveryone, ...own];
    for (const { Type, Source, ReadWrite } of Mounts) {
      if (Type !== "bind" || grants.some((grant) => covers(grant, Source, ReadWrite))) continue;
      const access = ReadWrite ? "writable" : "readable";
      throw new PluginError(`${Name}: ${Source} must not be ${access} in containers.`, HRESULT.E_ACCESSDENIED);
    }
  },
});

/** Case-insensitive, as on Windows. A path with ".." in it could lead anywhere. */
function covers({ folder, writable }: Grant, source: string, wantsToWrite: boolean): boolean {
  const path = source.replaceAll("/", "\\").toLowerCase();
  const isInside = `${path}\\`.startsWith(`${folder.toLowerCase()}\\`) && !path.split("\\").includes("..");
  return isInside && (writable || !wantsToWrite);
}
