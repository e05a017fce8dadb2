/** The inspect JSON of containers and images, as WSL's versions write it: all members, compact, keys in order. */

import { compareVersions } from "../../bindings/wsl/versions.ts";
import { encode, hex } from "../platform/bytes.ts";
import { platform } from "../platform/platform.ts";

/** A container as tests describe it. */
export interface ContainerOptions {
  readonly name: string;
  /** Its image, as its user names it; "debian:latest" by default. */
  readonly image?: string;
  /** Members of its inspect JSON in place of the usual ones, such as `{ Config: { Env: ["A=b"] } }`. */
  readonly inspection?: object;
}

/** An image as tests describe it. */
export interface ImageOptions {
  /** Its name, such as "debian:latest". */
  readonly name: string;
  /** Members of its inspect JSON in place of the usual ones. */
  readonly inspection?: object;
}

/** 64 hexadecimal digits, the same for the same text. */
export function dockerId(text: string): string {
  return hex(platform.sha256(encode(text)));
}

export function inspectContainer(id: string, options: ContainerOptions, version: string): string {
  const { name, image = "debian:latest", inspection = {} } = options;
  return json(merged({ Id: id, Name: name, Image: image, ...usualContainer(version) }, inspection));
}

export function inspectImage(id: string, { name, inspection = {} }: ImageOptions): string {
  return json(merged({ Id: id, RepoTags: [name], ...usualImage }, inspection));
}

/** Of a container that runs `sleep`. */
function usualContainer(version: string) {
  const since = (first: string, members: object) => (compareVersions(version, first) < 0 ? {} : members);
  const network = {
    IPAddress: "172.17.0.2",
    Gateway: "172.17.0.1",
    MacAddress: "02:42:ac:11:00:02",
    IPPrefixLen: 16,
    Aliases: [],
    ...since("2.9.5", { Links: [], DriverOpts: {}, IPAMConfig: null }),
  };
  return {
    Created: "2026-11-02T08:30:00.123456789Z",
    State: {
      Status: "running",
      Running: true,
      ExitCode: 0,
      StartedAt: "2026-11-02T08:30:00.523456789Z",
      FinishedAt: "0001-01-01T00:00:00Z",
      ...since("2.9.4", { Health: null }),
    },
    HostConfig: { NetworkMode: "bridge", Memory: 0, NanoCpus: 0, Ulimits: [] },
    Config: {
      Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
      Cmd: ["sleep", "infinity"],
      Entrypoint: null,
      User: "",
      WorkingDir: "",
      ...since("2.9.4", { StopTimeout: null, Healthcheck: null }),
      ...since("2.9.5", { Labels: {} }),
    },
    Ports: {},
    Mounts: [],
    Labels: {},
    NetworkSettings: { Networks: { bridge: network } },
  };
}

const usualImage = {
  RepoDigests: null,
  Parent: "",
  Comment: "",
  Created: "2026-10-20T00:00:00Z",
  Author: "",
  Architecture: "amd64",
  Os: "linux",
  Size: 116_538_369,
  Metadata: null,
  Config: {
    Cmd: ["bash"],
    Entrypoint: null,
    Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
    ExposedPorts: null,
    Labels: null,
    StopSignal: "",
    User: "",
    Volumes: null,
    WorkingDir: "",
  },
  RootFS: { Type: "layers", Layers: [`sha256:${dockerId("layer")}`] },
};

/** Objects member by member; everything else is replaced. */
function merged(usual: object, given: object): object {
  const known: Readonly<Record<string, unknown>> = { ...usual };
  const members = Object.entries(given).map(([name, value]) => {
    const before = known[name];
    return [name, isPlain(before) && isPlain(value) ? merged(before, value) : value];
  });
  return { ...known, ...Object.fromEntries(members) };
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function json(value: object): string {
  return JSON.stringify(value, (_, member: unknown) =>
    isPlain(member) ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1))) : member,
  );
}
