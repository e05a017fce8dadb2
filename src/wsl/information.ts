/** What WSL hands to hooks, with the types that bindings/wsl/structs.ts gives it. */

import { type StructField, type StructName, structs } from "../runtime/generated/structs.ts";

type Field<Name extends StructName> = (typeof structs)[Name]["fields"][number];

/** How a field is written here. Null stands for NULL. */
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

/** What WSLSessionInformation carries. */
export interface SessionInformation {
  /** The session's number: 0 for the first user of the service, then 1, 2, ... */
  readonly id: number;
  /** The user's security identifier as SDDL text. */
  readonly userSid: string;
  /** There is a user token: only while a VM runs. */
  readonly hasToken: boolean;
}

/** A container session's number, as scripts and logs have it: "wslc:1" for the first of the service. */
export type ContainerSessionId = `wslc:${number}`;

/** A session of either kind: a number for one with distributions. */
export type AnySessionId = number | ContainerSessionId;

/** What WSLCSessionInformation carries. */
export interface ContainerSessionInformation extends FieldsWithoutId {
  readonly id: ContainerSessionId;
  readonly hasToken: boolean;
}

type FieldsWithoutId = Omit<FieldsOf<"WSLCSessionInformation">, "sessionId">;

/** What WSLVmCreationSettings carries: what the user's `.wslconfig` changes about the kernel. */
export type VmSettings = { readonly [Each in Bit as `custom${Capitalize<Each["property"]>}`]: boolean };

/** What WSLDistributionInformation and WslOfflineDistributionInformation have in common. */
export type DistributionInformation = FieldsOf<"WslOfflineDistributionInformation">;

/** What a distribution has while it runs. */
export type RunningInformation = Omit<FieldsOf<"WSLDistributionInformation">, keyof DistributionInformation>;

/** What stands for each struct of WSL's. */
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

/** As WSL has them. */
export function configurationFlags(settings: VmSettings): number {
  return bits.reduce((flags, { property, value }) => flags | (settings[settingName(property)] ? value : 0), 0);
}

const offlineFields = structs.WslOfflineDistributionInformation.fields;

export const distributionProperties = offlineFields.map(({ property }) => property);

/** A distribution of which nothing is known; WSL writes what it does not know as `unknown`, but for the package's name. */
export function unknownDistribution(unknown: "" | null): DistributionInformation {
  const values = offlineFields.map(({ property, kind }) => [property, kind === "optionalText" ? unknown : ""]);
  return { ...(Object.fromEntries(values) as DistributionInformation), packageFamilyName: "" };
}

/** A field's value, as the DLL hands it to the runtime. */
export function fieldValue(field: StructField, information: Information[StructName]): FieldValues[StructField["kind"]] {
  if (field.kind === "flags") return configurationFlags(information as VmSettings);
  if (field.kind === "sessionId") return (information as SessionInformation).id;
  if (field.kind === "containerSessionId") return (information as ContainerSessionInformation).id;
  return (information as Readonly<Record<string, FieldValues[StructField["kind"]]>>)[field.property] ?? null;
}

function settingName(property: Bit["property"]): keyof VmSettings {
  return `custom${property.charAt(0).toUpperCase()}${property.slice(1)}` as keyof VmSettings;
}
