// wsl-script-host.exe under Wine, with its registry, its service manager and a service that loads plugins as WSL's does. One
// file, because there is one such service.

import { describe } from "vitest";
import { useFakeWindows } from "../support/fake-windows.ts";
import { testAdministration } from "./tool/administration.ts";
import { testDoctor } from "./tool/doctor.ts";
import { testInstallation } from "./tool/installation.ts";
import { testInstaller } from "./tool/installer.ts";
import { testSelfTest } from "./tool/self-test.ts";

useFakeWindows();
describe("wsl-script-host.exe doctor", testDoctor);
describe("wsl-script-host.exe", testInstallation);
describe("wsl-script-host.exe self-test", testSelfTest);
describe("docs/administration.md", testAdministration);
describe("the installer that package --msi makes", testInstaller);
