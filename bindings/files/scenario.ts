import { pascalCase } from "../emit/text.ts";
import { freeze } from "../model/freeze.ts";
import type { Shape } from "../model/shape.ts";
import { outerFunctionNames } from "../wsl/api.ts";
import { hooks } from "../wsl/hooks.ts";
import { hresults } from "../wsl/hresults.ts";
import { enums, structs } from "../wsl/structs.ts";

const text = { kind: "text" } as const;
const flag = { kind: "flag" } as const;
const sids = { kind: "list", of: text } as const;
/** Values by name, by the paths of their keys. */
const registry = {
  kind: "map",
  of: {
    kind: "map",
    of: {
      kind: "either",
      of: [text, { kind: "integer", minimum: 0, maximum: 0xffff_ffff }, { kind: "list", of: text }],
    },
  },
} as const;
const textOrNull = { kind: "either", of: [text, { kind: "choice", choices: [null] }] } as const;
/** What a program does. */
const programAnswers = [
  textOrNull,
  {
    kind: "object",
    members: {
      stdout: { shape: text, text: "What the program prints." },
      stderr: { shape: text, text: "What it writes to its standard error." },
      exitCode: { shape: { kind: "integer", minimum: 0, maximum: 255 }, text: "0 by default." },
      echo: { shape: flag, text: "It prints what it reads, once its input has ended." },
      hangs: { shape: flag, text: "It prints, and does not end before its VM or its distribution stops." },
    },
  },
] as const satisfies readonly Shape[];
/** Long texts are easier to read line by line. */
const lines = { kind: "either", of: [text, { kind: "list", of: text }] } as const;
const settingsFile = { kind: "either", of: [{ kind: "anyObject" }, text] } as const;

const hresult = {
  kind: "either",
  of: [
    { kind: "choice", choices: hresults.map(({ name }) => name) },
    { kind: "text", pattern: "^0x[0-9A-Fa-f]{8}$", examples: ["0x80070005"] },
  ],
} as const satisfies Shape;

const script = {
  script: { shape: lines, text: "The script's text; the lines of a list are joined." },
  file: { shape: text, text: "The plugin's source file, in TypeScript or JavaScript, relative to the scenario." },
  settings: { shape: settingsFile, text: "The content of `<name>.json`: an object, or the text itself." },
} as const;

const session = {
  session: { shape: { kind: "integer", minimum: 0, maximum: 99 }, text: "The session of the request; 0 by default." },
} as const;

/** A bit of WSL's flags is a member of a step: `kernel` is `customKernel`. */
const bits = enums.flatMap(({ members }) => [...members]);
type Bit = (typeof bits)[number]["property"];

const vmSettings = Object.fromEntries(
  bits.map(({ property, doc }) => [`custom${pascalCase(property)}`, { shape: flag, text: doc.summary }]),
) as { readonly [Each in Bit as `custom${Capitalize<Each>}`]: { readonly shape: typeof flag; readonly text: string } };

type Distribution = Extract<(typeof structs)[number], { name: "WslOfflineDistributionInformation" }>;
type OptionalProperty = Extract<Distribution["fields"][number], { type: "optionalText" }>["property"];

const offline = structs.find(({ name }) => name === "WslOfflineDistributionInformation") as Distribution;
const optional = Object.fromEntries(
  offline.fields.flatMap(({ type, property, doc }) =>
    type === "optionalText" ? [[property, { shape: textOrNull, text: doc.summary }]] : [],
  ),
) as { readonly [Each in OptionalProperty]: { readonly shape: typeof textOrNull; readonly text: string } };

const name = { shape: text, text: "The distribution's name.", required: true } as const;

const distribution = {
  name,
  id: {
    shape: { kind: "text", pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" },
    text: "Its GUID in lower case; derived from the name by default.",
  },
  ...optional,
  wsl: { shape: { kind: "choice", choices: [1, 2] }, text: "The version of WSL that it runs under; 2 by default." },
} as const;

const plugin = { shape: text, text: "The plugin's name; optional if there is only one." } as const;

/** Those of sessions with distributions. */
const nestedHooks = hooks.flatMap(({ name, parameters: [{ struct }] }) =>
  struct === "WSLSessionInformation" ? [name as NestedHookName] : [],
);
type NestedHookName = Extract<
  (typeof hooks)[number],
  { readonly parameters: readonly [{ readonly struct: "WSLSessionInformation" }, ...unknown[]] }
>["name"];

const nestedHook = {
  kind: "object",
  members: {
    name: { shape: { kind: "choice", choices: nestedHooks }, text: "The hook.", required: true },
    plugin,
    session: { shape: { kind: "integer", minimum: 0, maximum: 99 }, text: "The session that it is for; 0 by default." },
    distribution: { shape: text, text: "The distribution that it is about." },
  },
} as const satisfies Shape;

const containerSession = {
  containerSession: {
    shape: { kind: "integer", minimum: 1, maximum: 99 },
    text: "The container session, by its number; 1 by default.",
  },
} as const;
const containerName = { shape: text, text: "The container's name.", required: true } as const;
const imageName = { shape: text, text: "The image's name, such as `debian:latest`.", required: true } as const;
const inspection = {
  inspection: { shape: { kind: "anyObject" }, text: "Members of its inspect JSON in place of the usual ones." },
} as const;

/** Container sessions, from WSL 2.9.0 on. */
const containerSteps = {
  createContainerSession: {
    kind: "object",
    text: "Creates a container session; the first has the number 1.",
    members: { name: { shape: text, text: "Its name; made of its number by default." }, ...session },
  },
  endContainerSession: {
    kind: "object",
    text: "The session's last user leaves. WSL notices it when it next checks its sessions.",
    members: containerSession,
  },
  listContainerSessions: { kind: "object", text: "WSL checks its container sessions.", members: {} },
  startContainer: {
    kind: "object",
    text: "Starts a container, and the session's VM if need be.",
    members: {
      name: containerName,
      image: { shape: text, text: "Its image; `debian:latest` by default." },
      ...inspection,
      ...containerSession,
    },
  },
  stopContainer: { kind: "object", text: "Stops a container.", members: { name: containerName, ...containerSession } },
  deleteContainer: {
    kind: "object",
    text: "Deletes a container by force.",
    members: { name: containerName, ...containerSession },
  },
  pullImage: {
    kind: "object",
    text: "Pulls an image.",
    members: { name: imageName, ...inspection, ...containerSession },
  },
  deleteImage: { kind: "object", text: "Deletes an image.", members: { name: imageName, ...containerSession } },
  idleContainers: {
    kind: "object",
    text: "The session's VM is idle: from WSL 2.9.5 on it stops.",
    members: containerSession,
  },
} as const;

const steps = {
  kind: "variants",
  key: "do",
  of: {
    startVm: { kind: "object", text: "Starts the session's VM.", members: { ...session, ...vmSettings } },
    stopVm: { kind: "object", text: "Stops the session's distributions, then its VM.", members: session },
    idle: { kind: "object", text: "The VM's idle time-out passes.", members: session },
    startDistribution: {
      kind: "object",
      text: "Starts a distribution, and the VM if need be.",
      members: { ...distribution, ...session, ...vmSettings },
    },
    stopDistribution: {
      kind: "object",
      text: "Stops a distribution.",
      members: {
        name,
        ...session,
        fails: { shape: flag, text: "The stop fails: it keeps running, and can be stopped again." },
      },
    },
    registerDistribution: {
      kind: "object",
      text: "Registers a distribution.",
      members: { ...distribution, ...session, ...vmSettings },
    },
    unregisterDistribution: {
      kind: "object",
      text: "Unregisters a distribution.",
      members: { ...distribution, ...session },
    },
    injectFault: {
      kind: "object",
      text: "Changes what the next calls of one function of WSL's API do.",
      members: {
        call: {
          shape: { kind: "choice", choices: outerFunctionNames },
          text: "The function.",
          required: true,
        },
        hresult: { shape: hresult, text: "What the call returns, by name or as 0x and eight digits." },
        hook: { shape: nestedHook, text: "A hook that WSL calls first, from within the call." },
        times: { shape: { kind: "integer", minimum: 1, maximum: 1000 }, text: "How many calls; 1 by default." },
        block: {
          shape: { kind: "integer", minimum: 1, maximum: 600_000 },
          text: "How many milliseconds a call takes first.",
        },
      },
    },
    writeScript: {
      kind: "object",
      text: "Replaces a plugin's script.",
      members: {
        plugin,
        script: {
          shape: { kind: "either", of: [text, { kind: "list", of: text }, { kind: "choice", choices: [null] }] },
          text: "The new text; null deletes the file.",
          required: true,
        },
      },
    },
    writeSettings: {
      kind: "object",
      text: "Replaces a plugin's settings.",
      members: { plugin, settings: { shape: settingsFile, text: "The new settings.", required: true } },
    },
    ...containerSteps,
    stop: { kind: "object", text: "Stops WSL's service.", members: {} },
  },
} as const satisfies Shape;

/** A scenario: the plugins, the steps, and the expected events. */
export const scenario = freeze({
  kind: "object",
  members: {
    $schema: { shape: text, text: "The address of the schema of this file, for editors." },
    about: { shape: text, text: "A description for readers." },
    version: {
      shape: { kind: "text", pattern: "^\\d+\\.\\d+\\.\\d+$", examples: ["2.4.4"] },
      text: "The version of WSL; 2.4.4 by default.",
    },
    ...script,
    name: { shape: text, text: 'The plugin\'s name; that of its file, or "plugin", by default.' },
    plugins: {
      shape: { kind: "map", of: { kind: "object", members: script } },
      text: "Several plugins by name, in the order in which WSL loads them, in place of the one above.",
    },
    sessions: {
      shape: {
        kind: "either",
        of: [
          { kind: "integer", minimum: 1, maximum: 100 },
          {
            kind: "list",
            of: {
              kind: "object",
              members: {
                sid: { shape: text, text: "The user's security identifier; another one each time by default." },
                account: { shape: text, text: "The user's account, as `DOMAIN\\name`." },
                groups: { shape: sids, text: "The groups that the user is in, by their security identifiers." },
                denyOnlyGroups: { shape: sids, text: "Those of them that only deny." },
                registry: { shape: registry, text: "What is in the user's hive: keys below `HKCU`." },
              },
            },
          },
        ],
      },
      text: "How many users are signed in, or who; 1 by default. Their sessions have the numbers 0, 1, ...",
    },
    vmIdleTimeout: {
      shape: { kind: "choice", choices: [-1, 0] },
      text: "0: a VM in which no distribution runs stops at once; -1 (default): it goes on.",
    },
    folders: { shape: { kind: "list", of: text }, text: "The folders of Windows that exist." },
    windows: {
      shape: {
        kind: "object",
        members: {
          version: {
            shape: { kind: "text", pattern: "^\\d+\\.\\d+\\.\\d+(\\.\\d+)?$", examples: ["10.0.22631.4602"] },
            text: "Its version; 10.0.22631.4602 by default.",
          },
          registry: { shape: registry, text: "Keys below `HKLM`." },
          certificates: {
            shape: { kind: "map", of: { kind: "list", of: text } },
            text: "The certificates of the machine's stores, in PEM.",
          },
          proxy: {
            shape: {
              kind: "object",
              members: {
                server: { shape: text, text: "As `netsh winhttp set proxy` takes it.", required: true },
                bypass: { shape: text, text: "What goes without it." },
              },
            },
            text: "The machine's proxy; none by default.",
          },
        },
      },
      text: "What Windows knows of the machine.",
    },
    processes: {
      shape: {
        kind: "map",
        of: {
          kind: "either",
          of: [...programAnswers, { kind: "list", of: { kind: "either", of: programAnswers } }],
        },
      },
      text: "The programs' output, or more about them, by path or by the whole command line; null: the program does not exist. A list: one answer after the other, of which the last stays.",
    },
    steps: { shape: { kind: "list", of: steps }, text: "The steps, in order.", required: true },
    expect: {
      shape: { kind: "list", of: text },
      text: "All events, one a line; `*` matches any text within a line.",
      required: true,
    },
  },
} as const satisfies Shape);
