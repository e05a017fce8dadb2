import { permissions } from "../files/permissions.ts";
import type { PermissionPlaceRow, PermissionRow } from "../model/file-rows.ts";
import { freeze } from "../model/freeze.ts";
import type { MemberRow, TypeRow } from "../model/schema.ts";

const types: Readonly<Record<PermissionRow["rule"], string>> = {
  programs: "readonly string[]",
  programPaths: "readonly string[]",
  files: "readonly string[]",
  variables: "readonly string[]",
  folders: "readonly WSLMountPermission[]",
  keys: "readonly string[]",
  stores: "readonly string[]",
  flag: "boolean",
};

function typeName({ name }: PermissionPlaceRow): string {
  return `WSL${name.charAt(0).toUpperCase()}${name.slice(1)}Permissions`;
}

/** A plugin that declares this and does nothing else. */
function plugin(value: object): { readonly plugin: string } {
  const text = JSON.stringify(value)
    .replace(/"(\w+)":/g, " $1: ")
    .replaceAll("}", " }")
    .replaceAll(",", ", ");
  return {
    plugin: `export default definePlugin({\n  permissions: ${text.replace(/\s+/g, " ")},\n  onVmStarted(session) {\n    console.log(session.userSid);\n  },\n});`,
  };
}

function kindMember(place: PermissionPlaceRow, { name, rule, summary, example }: PermissionRow): MemberRow {
  return {
    name,
    declarations: [`readonly ${name}?: ${types[rule]}`],
    doc: { summary: `${summary} Default: none.`, example: plugin({ [place.name]: { [name]: example } }) },
  };
}

function placeType(place: PermissionPlaceRow): TypeRow {
  return {
    kind: "interface",
    name: typeName(place),
    parameters: "",
    heritage: "",
    members: place.kinds.map((kind) => kindMember(place, kind)),
    doc: { summary: place.summary, example: plugin({ [place.name]: exampleOf(place) }) },
  };
}

function exampleOf(place: PermissionPlaceRow): object {
  return Object.fromEntries(place.kinds.slice(0, 2).map(({ name, example }) => [name, example]));
}

const mountExample = (folder: object) =>
  plugin({ vm: { mount: [{ folder: "C:\\Program Files\\Contoso", ...folder }] } });

/** The permissions that a plugin declares. */
export const permissionTypes: readonly TypeRow[] = freeze([
  {
    kind: "interface",
    name: "WSLPluginPermissions",
    parameters: "",
    heritage: "",
    members: permissions.map((place) => ({
      name: place.name,
      declarations: [`readonly ${place.name}?: ${typeName(place)}`],
      doc: { summary: `${place.summary} Default: nothing.`, example: plugin({ [place.name]: exampleOf(place) }) },
    })),
    doc: {
      summary: "What a plugin may do in addition to reading hooks' arguments, logging and refusing.",
      example: plugin({ vm: { run: ["uname"], read: ["/proc/meminfo"] }, distribution: { run: ["systemctl"] } }),
    },
  },
  ...permissions.map(placeType),
  {
    kind: "interface",
    name: "WSLMountPermission",
    parameters: "",
    heritage: "",
    members: [
      {
        name: "folder",
        declarations: ["readonly folder: string"],
        doc: {
          summary:
            "The folder's final path in Windows: without links and short names. Folders below it may also be mounted.",
          example: mountExample({}),
        },
      },
      {
        name: "write",
        declarations: ["readonly write?: boolean"],
        doc: {
          summary:
            "Whether it may be mounted writable. The guest then writes to it with the rights of SYSTEM. Default: false.",
          example: mountExample({ write: true }),
        },
      },
      {
        name: "userWritable",
        declarations: ["readonly userWritable?: boolean"],
        doc: {
          summary:
            "Whether accounts other than administrators may be able to change the folder. WSL opens it by its name and as SYSTEM, so a user who can " +
            "replace it by a link gets another folder mounted. Default: false.",
          example: mountExample({ userWritable: true }),
        },
      },
    ],
    doc: { summary: "A folder of Windows that a plugin may mount.", example: mountExample({ write: true }) },
  },
] satisfies readonly TypeRow[]);
