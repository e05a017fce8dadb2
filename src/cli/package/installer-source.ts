/** The WiX source that wixl compiles into an installer for Windows. */

import { createHash } from "node:crypto";
import { pluginsKey } from "../../../bindings/files/checks.ts";
import { eventSource } from "../../../bindings/files/events.ts";

export interface Installer {
  /** The plugin's. */
  readonly name: string;
  /** Three numbers, "1.2.0". */
  readonly version: string;
  /** The names of the files to install, in the folder that wixl runs in; `<name>.dll` is among them. */
  readonly files: readonly string[];
  /** The hash over all of them. */
  readonly sha256: string;
}

/**
 * Each version gets its own folder, so that it does not collide with a DLL that WSL has loaded; the registry's value
 * moves to the new one. WSL's service keeps running, because stopping it stops all distributions.
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
      <UpgradeVersion Minimum="0.0.0" IncludeMinimum="yes" Maximum="${version}" IncludeMaximum="yes" Property="OLDER"/>
      <UpgradeVersion Minimum="${version}" IncludeMinimum="no" OnlyDetect="yes" Property="NEWER"/>
    </Upgrade>
    <Condition Message="A newer version of the plugin ${xml(name)} is installed.">NOT NEWER</Condition>
    <Property Id="MSIRESTARTMANAGERCONTROL" Value="Disable"/>
    <Property Id="ARPNOMODIFY" Value="1"/>
    <Media Id="1" Cabinet="plugin.cab" EmbedCab="yes"/>
    <Directory Id="TARGETDIR" Name="SourceDir">
      <Directory Id="ProgramFiles64Folder">
        <Directory Id="HostFolder" Name="wsl-script-host">
          <Directory Id="PluginFolder" Name="${xml(name)}">
            <Directory Id="VersionFolder" Name="${version}">
              <Component Id="Plugin" Guid="${derivedId(name, version)}" Win64="yes">
${files.map((file, index) => fileRow(file, index, file === `${name}.dll`)).join("\n")}
${registryRow(pluginsKey, name, "string", dll)}
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
    </Feature>
    <InstallExecuteSequence>
      <RemoveExistingProducts After="InstallInitialize"/>
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

function fileRow(file: string, index: number, isKey: boolean): string {
  const name = xml(file);
  return `                <File Id="File${index}" Source="${name}" Name="${name}"${isKey ? ' KeyPath="yes"' : ""}/>`;
}

function registryRow(key: string, name: string, type: string, value: string): string {
  return `                <RegistryValue Root="HKLM" Key="${key}" Name="${xml(name)}" Type="${type}" Value="${xml(value)}"/>`;
}

function xml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
