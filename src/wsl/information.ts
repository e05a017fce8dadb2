/** The data that WSL passes to hooks, with the types of bindings/wsl/structs.ts. */

import { type StructField, type StructName, structs } from "../runtime/generated/structs.ts";

type Field<Name extends StructName> = (typeof structs)[Name]["fields"][number];

/** How a field is represented here. Null means NULL. */
interface FieldValues {
  sessionId: number;
  containerSessionId: ContainerSessionId;
  guid: string;
  sid: string;
  text: string;
  optionalText: string | null;
  uint32: number;
  uint64: bigint;
  flags: number;
}

type FieldsOf<Name extends StructName> = {
  readonly [Each in Field<Name> as Each["property"]]: FieldValues[Each["kind"]];
};

type Bit = Extract<Field<"WSLVmCreationSettings">, { kind: "flags" }>["flags"][number];

/** The content of WSLSessionInformation. */
export interface SessionInformation {
  /** The session's number: 0 for the first user of the service, then 1, 2, ... */
  readonly id: number;
  /** The user's security identifier as SDDL text. */
  readonly userSid: string;
  /** Whether there is a user token: only while a VM runs. */
  readonly hasToken: boolean;
}

/** A container session's number, as scripts and logs have it: "wslc:1" for the first of the service. */
export type ContainerSessionId = `wslc:${number}`;

/** A session of either kind: a number for one with distributions. */
export type AnySessionId = number | ContainerSessionId;

/** The content of WSLCSessionInformation. */
export interface ContainerSessionInformation extends FieldsWithoutId {
  readonly id: ContainerSessionId;
  readonly hasToken: boolean;
}

type FieldsWithoutId = Omit<FieldsOf<"WSLCSessionInformation">, "sessionId">;

/** The content of WSLVmCreationSettings: what the user's `.wslconfig` changes about the kernel. */
export type VmSettings = { readonly [Each in Bit as `custom${Capitalize<Each["property"]>}`]: boolean };

/** The fields that WSLDistributionInformation and WslOfflineDistributionInformation share. */
export type DistributionInformation = FieldsOf<"WslOfflineDistributionInformation">;

/** What a distribution has while it runs. */
export type RunningInformation = Omit<FieldsOf<"WSLDistributionInformation">, keyof DistributionInformation>;

/** The representation of each of WSL's structs. */
export interface Information {
  WSLSessionInformation: SessionInformation;
  WSLVmCreationSettings: VmSettings;
  WSLDistributionInformation: DistributionInformation & RunningInformation;
  WslOfflineDistributionInformation: DistributionInformation;
  WSLCSessionInformation: ContainerSessionInformation;
}

const bits = structs.WSLVmCreationSettings.fields.flatMap(({ flags }) => [...flags]);

export const vmSettingNames = bits.map(({ property }) => settingName(property));

export function vmSettings(read: (name: keyof VmSettings) => boolean): VmSettings {
  return Object.fromEntries(vmSettingNames.map((name) => [name, read(name)])) as VmSettings;
}

/** With WSL's values. */
export function configurationFlags(settings: VmSettings): number {
  return bits.reduce((flags, { property, value }) => flags | (settings[settingName(property)] ? value : 0), 0);
}

const offlineFields = structs.WslOfflineDistributionInformation.fields;

export const distributionProperties = offlineFields.map(({ property }) => property);

/** A distribution of which nothing is known; WSL reports unknown values as `unknown`, except for the package's name. */
export function unknownDistribution(unknown: "" | null): DistributionInformation {
  const values = offlineFields.map(({ property, kind }) => [property, kind === "optionalText" ? unknown : ""]);
  return { ...(Object.fromEntries(values) as DistributionInformation), packageFamilyName: "" };
}

/** A field's value, as the DLL passes it to the runtime. */
export function fieldValue(field: StructField, information: Information[StructName]): FieldValues[StructField["kind"]] {
  if (field.kind === "flags") return configurationFlags(information as VmSettings);
  if (field.kind === "sessionId") return (information as SessionInformation).id;
  if (field.kind === "containerSessionId") return (information as ContainerSessionInformation).id;
  return (information as Readonly<Record<string, FieldValues[StructField["kind"]]>>)[field.property] ?? null;
}

function settingName(property: Bit["property"]): keyof VmSettings {
  return `custom${property.charAt(0).toUpperCase()}${property.slice(1)}` as keyof VmSettings;
}
