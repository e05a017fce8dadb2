import { join } from "node:path";
import { expect, test } from "vitest";
import { helloExample, playPlugin } from "../../scripts/start/play-plugin.ts";
import { paths } from "../../src/paths.ts";
import { expectLines } from "../support/golden-lines.ts";

const timeline = `
WSL 2.4.4: the service starts
hello.js prints: hello runs on WSL 2.4.4
plugin hello: loaded, hooks OnVMStarted OnVMStopping OnDistributionStarted OnDistributionStopping
session 0: the VM starts
hello OnVMStarted: called
hello MountFolder(C:\\Shared -> /mnt/shared, read-only): S_OK
hello ExecuteBinary(/bin/cat ["/bin/cat","/mnt/shared/note.txt"]): S_OK
hello.js prints: the note says: Greetings from Windows
hello ExecuteBinary(/bin/cat ["/bin/cat","/proc/version"]): S_OK
hello.js prints: the kernel is: Linux version *
hello OnVMStarted: S_OK
session 0: the VM runs
session 0: Debian (WSL 2) starts
hello OnDistributionStarted: called
hello.js prints: Debian has started
hello OnDistributionStarted: S_OK
session 0: Debian (WSL 2) runs
session 0: Debian (WSL 2) stops
hello OnDistributionStopping: called
hello.js prints: Debian is stopping
hello OnDistributionStopping: S_OK
session 0: Debian (WSL 2) has stopped
session 0: the VM stops
hello OnVMStopping: called
hello.js prints: the VM is stopping
hello OnVMStopping: S_OK
session 0: the VM has stopped
the service has stopped
`;

const processes = `
process *: started, /bin/cat ["/bin/cat","/mnt/shared/note.txt"]
process *: ended, exit code 0
process *: started, /bin/cat ["/bin/cat","/proc/version"]
process *: ended, exit code 0
`;

test("the example plugin follows a VM's life, mounts a folder and runs programs", async () => {
  const lines: string[] = [];
  await playPlugin(helloExample, "2.4.4", (line) => lines.push(line));
  // Linux and Windows report a process independently of each other.
  expectLines(
    lines.filter((line) => !line.startsWith("process ")),
    timeline,
  );
  expectLines(
    lines.filter((line) => line.startsWith("process ")),
    processes,
  );
});

test("npm start reports a plugin that cannot be built as the command line tool does", async () => {
  const mistake = join(paths.root, "docs", "examples", "nothing.ts");
  await expect(playPlugin(mistake, "2.4.4", () => {})).rejects.toThrow(
    /^✘ \[ERROR\] There is no file "[^"]+nothing\.ts"$/,
  );
});
