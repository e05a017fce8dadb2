// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples are code, not text.

import { freeze } from "../model/freeze.ts";
import type { MemberRow, TypeRow } from "../model/schema.ts";

/** A member of WSL's inspect JSON: its name and type there, what it means, and the version that brought it after 2.9.0. */
type Member = readonly [name: string, type: string, text: string, since?: string];

/**
 * What WSL says of containers and images, as in wslc_schema.h. Names are Docker's own. WSL writes every member that it
 * knows, null for one without a value.
 */
export const inspectionTypes = freeze([
  inspected(
    "ContainerInspection",
    "A container, as Docker inspects it.",
    "container",
    [
      ["Id", "string", "Its id: 64 hexadecimal digits."],
      ["Name", "string", "Its name, without a slash in front."],
      ["Created", "string", "When it was created: RFC 3339, in UTC."],
      ["Image", "string", "The image as the user named it. There is no digest of it."],
      ["State", "ContainerState", "What it does now."],
      [
        "HostConfig",
        "ContainerHostConfig",
        "Its network and limits. Privileges, devices and capabilities are not there.",
      ],
      ["Config", "ContainerConfig", "What it runs."],
      [
        "Ports",
        "Readonly<Record<string, readonly ContainerPort[]>>",
        "Ports of Windows that lead into it, by its own port: `80/tcp`.",
      ],
      [
        "Mounts",
        "readonly ContainerMount[]",
        "Folders of Windows and temporary file systems. Named volumes are not there.",
      ],
      ["Labels", "Readonly<Record<string, string>>", "Its labels."],
      ["NetworkSettings", "ContainerNetworkSettings", "The networks that it is in."],
    ],
    "The user controls nearly everything in it, so a policy that depends on it is no security boundary. Scripts can read `Config.Env`, but the console, the log and JSON leave it out, because it often contains secrets.",
  ),
  inspected("ContainerState", "What a container does.", "container.State", [
    [
      "Status",
      "string",
      "Docker's word for it: `created`, `running`, `paused`, `restarting`, `removing`, `exited` or `dead`.",
    ],
    ["Running", "boolean", "Whether it runs."],
    ["ExitCode", "number", "The exit code of its program; 0 while it runs."],
    ["StartedAt", "string", "When it started: RFC 3339, in UTC."],
    ["FinishedAt", "string", "When it ended; the year 1 if it has not."],
    ["Health", "ContainerHealth | null", "What its health check found; null without one.", "2.9.4"],
  ]),
  inspected("ContainerHealth", "What a container's health check found.", "container.State.Health", [
    ["Status", "string", "Docker's word for it: `starting`, `healthy` or `unhealthy`."],
    ["FailingStreak", "number", "How many checks have failed since one succeeded."],
    ["Log", "readonly ContainerHealthCheckResult[]", "The latest checks."],
  ]),
  inspected("ContainerHealthCheckResult", "One run of a health check.", "container.State.Health?.Log[0]", [
    ["Start", "string", "When it started: RFC 3339."],
    ["End", "string", "When it ended."],
    ["ExitCode", "number", "The exit code of its program."],
    ["Output", "string", "What its program printed."],
  ]),
  inspected("ContainerHostConfig", "A container's network and limits.", "container.HostConfig", [
    ["NetworkMode", "string", "How it is connected, such as `bridge`, `host` or `none`."],
    ["Memory", "number", "The most bytes of memory that it may use; 0 for any number."],
    ["NanoCpus", "number", "Its share of processors, in billionths of one; 0 for any."],
    ["Ulimits", "readonly ContainerUlimit[]", "Linux's limits for its processes."],
  ]),
  inspected(
    "ContainerUlimit",
    "One of Linux's limits for a container's processes.",
    "container.HostConfig.Ulimits[0]",
    [
      ["Name", "string", "Its name, such as `nofile`."],
      ["Soft", "number", "The limit that counts, which a process may raise to `Hard`; -1 for none."],
      ["Hard", "number", "The highest `Soft`; -1 for any."],
    ],
  ),
  inspected("ContainerConfig", "What a container runs.", "container.Config", [
    [
      "Env",
      "readonly string[] | null",
      "Its environment, `NAME=value` each. Not enumerable: the console, the log and JSON leave it out.",
    ],
    ["Cmd", "readonly string[] | null", "Its command, or the arguments of `Entrypoint`."],
    ["Entrypoint", "readonly string[] | null", "Its program."],
    ["User", "string", "The Linux user that it runs as; empty for the image's own."],
    ["WorkingDir", "string", "The folder that it runs in; empty for the image's own."],
    [
      "StopTimeout",
      "number | null",
      "Seconds that it has to end when it is stopped; null for Docker's default.",
      "2.9.4",
    ],
    ["Healthcheck", "ContainerHealthcheck | null", "How its health is checked.", "2.9.4"],
    ["Labels", "Readonly<Record<string, string>>", "Its labels, those of `ContainerInspection`.", "2.9.5"],
  ]),
  inspected("ContainerHealthcheck", "How a container's health is checked.", "container.Config.Healthcheck", [
    ["Test", "readonly string[] | null", "The kind of check, `CMD`, `CMD-SHELL` or `NONE`, and the command behind it."],
    ["Interval", "number | null", "Nanoseconds between checks."],
    ["Timeout", "number | null", "Nanoseconds that a check may take."],
    ["StartPeriod", "number | null", "Nanoseconds after the start in which failures do not count."],
    ["Retries", "number | null", "How many failures in a row make it unhealthy."],
  ]),
  inspected("ContainerPort", "A port of Windows that leads into a container.", 'container.Ports["80/tcp"]?.[0]', [
    ["HostIp", "string", "The address on Windows that it listens at."],
    ["HostPort", "string", "The port on Windows, as text."],
  ]),
  inspected("ContainerMount", "What is mounted into a container.", "container.Mounts[0]", [
    ["Type", "string", "`bind` for a folder of Windows, `tmpfs` for a temporary file system."],
    ["Source", "string", "The folder on Windows; empty for `tmpfs`."],
    ["Destination", "string", "The mount point in the container."],
    ["ReadWrite", "boolean", "Whether the container may write to it."],
  ]),
  inspected("ContainerNetworkSettings", "The networks that a container is in.", "container.NetworkSettings", [
    ["Networks", "Readonly<Record<string, ContainerNetwork>>", "What it is in each of them, by the network's name."],
  ]),
  inspected("ContainerNetwork", "A container in one of its networks.", "container.NetworkSettings.Networks.bridge", [
    ["IPAddress", "string", "Its address."],
    ["Gateway", "string", "The gateway's address."],
    ["MacAddress", "string", "Its MAC address."],
    ["IPPrefixLen", "number", "The bits of its address that the network has in common."],
    ["Aliases", "readonly string[]", "Other names that it has there."],
    ["Links", "readonly string[]", "Containers that it knows by other names.", "2.9.5"],
    ["DriverOpts", "Readonly<Record<string, string>>", "Options of the network's driver.", "2.9.5"],
    ["IPAMConfig", "ContainerIpamConfig | null", "The addresses that were asked for; null if none were.", "2.9.5"],
  ]),
  inspected(
    "ContainerIpamConfig",
    "The addresses that were asked for a container.",
    "container.NetworkSettings.Networks.bridge?.IPAMConfig",
    [
      ["IPv4Address", "string", "The IPv4 address."],
      ["LinkLocalIPs", "readonly string[]", "Addresses for its own segment of the network."],
    ],
  ),
  inspected(
    "ImageInspection",
    "An image, as Docker inspects it.",
    "image",
    [
      ["Id", "string", "Its id: `sha256:` and 64 hexadecimal digits."],
      ["RepoTags", "readonly string[] | null", "Its names, such as `debian:latest`."],
      ["RepoDigests", "readonly string[] | null", "Its names with the digest that the registry knows it by."],
      ["Parent", "string", "The id of the image that it was made from; mostly empty."],
      ["Comment", "string", "What its author noted."],
      ["Created", "string", "When it was built: RFC 3339."],
      ["Author", "string", "Its author."],
      ["Architecture", "string", "The processor that it is for, such as `amd64`."],
      ["Os", "string", "The system that it is for: `linux`."],
      ["Size", "number", "Its size in bytes."],
      ["Metadata", "Readonly<Record<string, string>> | null", "What Docker notes about it, such as its last tag."],
      ["Config", "ImageConfig | null", "What containers made of it run."],
      ["RootFS", "ImageRootFileSystem | null", "The layers of its file system."],
    ],
    "The image's author chooses labels, author and names. Scripts can read `Config.Env`, but the console, the log and JSON leave it out, because it may contain secrets.",
  ),
  inspected("ImageConfig", "What containers of an image run unless their user says otherwise.", "image.Config", [
    ["Cmd", "readonly string[] | null", "The command, or the arguments of `Entrypoint`."],
    ["Entrypoint", "readonly string[] | null", "The program."],
    [
      "Env",
      "readonly string[] | null",
      "The environment, `NAME=value` each. Not enumerable: the console, the log and JSON leave it out.",
    ],
    [
      "ExposedPorts",
      "Readonly<Record<string, object>> | null",
      "The ports that it serves: `80/tcp`. The values are empty objects.",
    ],
    ["Labels", "Readonly<Record<string, string>> | null", "Its labels."],
    ["StopSignal", "string", "The signal that stops it; empty for SIGTERM."],
    ["User", "string", "The Linux user; empty for root."],
    [
      "Volumes",
      "Readonly<Record<string, object>> | null",
      "Its mount points for volumes. The values are empty objects.",
    ],
    ["WorkingDir", "string", "The folder."],
  ]),
  inspected("ImageRootFileSystem", "The layers of an image.", "image.RootFS", [
    ["Type", "string", "`layers`."],
    ["Layers", "readonly string[] | null", "The digest of each layer, from the bottom up."],
  ]),
] as const satisfies readonly TypeRow[]);

/** `path`: where it is found in what the hook gets. */
function inspected(name: string, summary: string, path: string, members: readonly Member[], details?: string) {
  const hook = path.startsWith("image") ? "onImageCreated" : "onContainerStarted";
  const body = `console.log(${path});`;
  return {
    kind: "interface",
    name,
    parameters: "",
    heritage: "",
    members: members.map(inspectedMember),
    doc: { summary, ...(details === undefined ? {} : { details }), example: { hook, requires: '"WSLC"', body } },
  } as const;
}

/** An older WSL leaves out what a newer one has added. */
function inspectedMember([name, type, text, since]: Member): MemberRow {
  const optional = since === undefined ? "" : "?";
  const summary = since === undefined ? text : `${text} Since WSL ${since}.`;
  return { name, declarations: [`readonly ${name}${optional}: ${type}`], doc: { summary }, tabled: true };
}
