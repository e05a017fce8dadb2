/** Windows' own programs under Wine, and DLLs that are signed as an administrator signs them. */

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { prepareWine, windowsCommand, wineEnvironment } from "../../src/wslservice/wine.ts";

const execute = promisify(execFile);

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a Windows program to its end, without input. */
export async function runWine(program: string, ...args: readonly string[]): Promise<Ended> {
  await prepareWine();
  const [command, ...rest] = windowsCommand([program, ...args]);
  const started = execute(command, rest, { env: wineEnvironment() });
  started.child.stdin?.end();
  try {
    return { code: 0, ...(await started) };
  } catch (error) {
    const { code, stdout, stderr } = error as Ended;
    return { code, stdout, stderr };
  }
}

/** The same, for what has to succeed. Returns what it prints. */
export async function mustRunWine(program: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runWine(program, ...args);
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} failed with exit code ${code}:\n${stdout}${stderr}`);
  return stdout;
}

/** A self-signed certificate for code, with its key in files of its own. */
export class Signer implements AsyncDisposable {
  readonly #folder: string;

  /** `end` is a date as openssl writes it: "20490101000000Z". */
  static async create(name: string, end: string): Promise<Signer> {
    const folder = await mkdtemp(join(tmpdir(), "wsl-script-host-signer-"));
    await writeFile(join(folder, "ca.cnf"), configuration);
    await writeFile(join(folder, "index"), "");
    const options = { cwd: folder };
    const subject = `/CN=${name}`;
    await execute(
      "openssl",
      ["req", "-newkey", "rsa:2048", "-nodes", "-keyout", "key", "-out", "request", "-subj", subject],
      options,
    );
    const period = ["-startdate", "20200101000000Z", "-enddate", end];
    const files = ["-keyfile", "key", "-in", "request", "-out", "certificate"];
    await execute(
      "openssl",
      ["ca", "-batch", "-selfsign", "-notext", "-config", "ca.cnf", ...period, ...files],
      options,
    );
    return new Signer(folder);
  }

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** The machine trusts it from now on. */
  async trust(): Promise<void> {
    const { hash, der } = await this.#certificate();
    // A certificate as Windows keeps it: a property's number (32 is the certificate itself), 1, its length, its bytes.
    const head = Buffer.alloc(12);
    head.writeUInt32LE(32, 0);
    head.writeUInt32LE(1, 4);
    head.writeUInt32LE(der.length, 8);
    const blob = Buffer.concat([head, der]).toString("hex");
    await mustRunWine("reg.exe", "add", `${roots}\\${hash}`, "/v", "Blob", "/t", "REG_BINARY", "/d", blob, "/f");
  }

  async distrust(): Promise<void> {
    await mustRunWine("reg.exe", "delete", `${roots}\\${(await this.#certificate()).hash}`, "/f");
  }

  async sign(dll: Uint8Array): Promise<Buffer> {
    const [source, target] = [join(this.#folder, "unsigned.dll"), join(this.#folder, "signed.dll")];
    await writeFile(source, dll);
    await rm(target, { force: true });
    const key = ["-certs", join(this.#folder, "certificate"), "-key", join(this.#folder, "key")];
    await execute("osslsigncode", ["sign", ...key, "-h", "sha256", "-in", source, "-out", target]);
    return readFile(target);
  }

  async #certificate(): Promise<{ hash: string; der: Buffer }> {
    const options = { cwd: this.#folder };
    await execute("openssl", ["x509", "-in", "certificate", "-outform", "DER", "-out", "der"], options);
    const { stdout } = await execute(
      "openssl",
      ["x509", "-in", "certificate", "-noout", "-fingerprint", "-sha1"],
      options,
    );
    return { hash: stdout.replace(/^.*=|[:\s]/g, ""), der: await readFile(join(this.#folder, "der")) };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true });
  }
}

const roots = "HKLM\\SOFTWARE\\Microsoft\\SystemCertificates\\ROOT\\Certificates";

const configuration = `
[ca]
default_ca = own
[own]
database = index
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = any
x509_extensions = code
[any]
commonName = supplied
[code]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = codeSigning
`;
