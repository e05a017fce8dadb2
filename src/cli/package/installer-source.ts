/** The WiX source that wixl compiles into an installer for Windows. */

import { createHash } from "node:crypto";
import { pluginsKey } from "../../../bindings/files/checks.ts";
import { eventSource } from "../../../bindings/files/events.ts";
import { toolFile } from "../shared/package-file.ts";

export interface Installer {
  /** The plugin's. */
  readonly name: string;
  /** Three numbers, "1.2.0". */
  readonly version: string;
  /** The names of the files to install, in the folder that wixl runs in; `<name>.dll` and the tool are among them. */
  readonly files: readonly string[];
  /** The hash over all of them. */
  readonly sha256: string;
}

/**
 * Each version gets its own folder, so that it does not collide with a DLL that WSL has loaded; the registry's value
 * moves to the new one. WSL's service keeps running, because stopping it stops all distributions. The older version is
 * removed last: the new one takes over its settings, and both own the registry's values, which therefore stay.
 */
export function installerSource({ name, version, files, sha256 }: Installer): string {
  const upgradeCode = derivedId(name);
  const dll = `[VersionFolder]${name}.dll`;
  return `<?xml version="1.0" encoding="utf-8"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
  <Product Id="${derivedId(name, version, sha256)}" UpgradeCode="${upgradeCode}" Version="${version}"
      Name="WSL plugin ${xml(name)}" Manufacturer="wsl-script-host" Language="1033">
    <Package InstallerVersion="500" Compressed="yes" InstallScope="perMachine"/>
    <Upgrade Id="${upgradeCode}">
      <UpgradeVersion Minimum="0.0.0" IncludeMinimum="yes" Maximum="${version}" IncludeMaximum="no" Property="OLDER"/>
      <UpgradeVersion Minimum="${version}" IncludeMinimum="yes" OnlyDetect="yes" Property="SAMEORNEWER"/>
    </Upgrade>
    <Condition Message="Version ${version} of the plugin ${xml(name)}, or a newer one, is installed.">NOT SAMEORNEWER</Condition>
    <Property Id="MSIRESTARTMANAGERCONTROL" Value="Disable"/>
    <Property Id="ARPNOMODIFY" Value="1"/>
    <Media Id="1" Cabinet="plugin.cab" EmbedCab="yes"/>
    <Directory Id="TARGETDIR" Name="SourceDir">
      <Directory Id="ProgramFiles64Folder">
        <Directory Id="HostFolder" Name="wsl-script-host">
          <Directory Id="PluginFolder" Name="${xml(name)}">
            <Directory Id="VersionFolder" Name="${version}">
              <Component Id="Plugin" Guid="${derivedId(name, version)}" Win64="yes">
${files.map((file) => fileRow(file, fileId(files, file), file === `${name}.dll` ? isKey : "")).join("\n")}
              </Component>
              <Component Id="Registration" Guid="${derivedId(name, "registration")}" Win64="yes">
${registryRow(pluginsKey, name, "string", dll, isKey)}
${registryRow(eventSourceKey, "EventMessageFile", "string", dll)}
${registryRow(eventSourceKey, "TypesSupported", "integer", errorsWarningsAndInformation)}
              </Component>
            </Directory>
          </Directory>
        </Directory>
      </Directory>
    </Directory>
    <Feature Id="Plugin" Level="1">
      <ComponentRef Id="Plugin"/>
      <ComponentRef Id="Registration"/>
    </Feature>
    <CustomAction Id="KeepSettings" FileKey="${fileId(files, toolFile)}" ExeCommand="keep-settings &quot;${xml(name)}&quot;"
        Execute="deferred" Impersonate="no" Return="check"/>
    <InstallExecuteSequence>
      <Custom Action="KeepSettings" After="InstallFiles">NOT Installed</Custom>
      <InstallExecute Sequence="${sequence.execute}"/>
      <RemoveExistingProducts Sequence="${sequence.remove}"/>
    </InstallExecuteSequence>
  </Product>
</Wix>
`;
}

/** A UUID that is always the same for the same texts (version 5, RFC 9562). */
export function derivedId(...texts: readonly string[]): string {
  const hash = createHash("sha1").update(namespace).update(JSON.stringify(texts)).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  return hash
    .toString("hex", 0, 16)
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")
    .toUpperCase();
}

/** This project's own. */
const namespace = Buffer.from("6f6c1f0a2c1b4c0e9a5d7f3b8e42d16b", "hex");

const eventSourceKey = `SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\${eventSource}`;
const errorsWarningsAndInformation = "7";

/**
 * Places in Windows Installer's sequence: after WriteRegistryValues (5000), and before RegisterProduct (6100), because
 * Wine's removal of the older version deletes the upgrade code of both.
 */
const sequence = { execute: 5500, remove: 5550 } as const;

const isKey = ' KeyPath="yes"';

function fileId(files: readonly string[], file: string): string {
  return `File${files.indexOf(file)}`;
}

function fileRow(file: string, id: string, key: string): string {
  const name = xml(file);
  return `                <File Id="${id}" Source="${name}" Name="${name}"${key}/>`;
}

function registryRow(key: string, name: string, type: string, value: string, attributes = ""): string {
  return `                <RegistryValue Root="HKLM" Key="${key}" Name="${xml(name)}" Type="${type}" Value="${xml(value)}"${attributes}/>`;
}

function xml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
