// What a requirement guarantees needs no check; the rest needs supports().

export const required = definePlugin({
  requires: ["DistributionFlavor"],
  onDistributionStarted(session, distribution) {
    const flavor: string | null = distribution.flavor;
    const initPid: number = distribution.initPid;
    ExecuteBinaryInDistribution(session, distribution, "/bin/true", [flavor ?? "", `${initPid}`]);
    ExecuteBinaryInDistribution(session.sessionId, distribution.id, "/bin/true");
  },
  async onDistributionRegistered(session, distribution) {
    await Promise.resolve();
    console.log(session.userSid, distribution.flavor);
  },
});

export const byVersion = definePlugin({
  requires: "2.4.4",
  onDistributionStopping(session, distribution) {
    const texts: (string | null)[] = [distribution.flavor, distribution.version];
    ExecuteBinaryInDistribution(session, distribution, "/bin/echo", texts.map(String)).close();
  },
  onDistributionUnregistered(_, distribution) {
    const id: DistributionID = distribution.id;
    console.log(id, distribution.version);
  },
});

export const byObject = definePlugin({
  requires: [WSLVersionCapability.DistributionInitPid, "2.1.2"],
  onDistributionStarted(session, distribution) {
    const initPid: number = distribution.initPid;
    ExecuteBinaryInDistribution(session, distribution, "/bin/kill", ["-0", `${initPid}`]);
  },
});

export const narrowed = definePlugin({
  onDistributionStarted(session, distribution) {
    if (distribution.supports("DistributionFlavor")) {
      const flavor: string | null = distribution.flavor;
      const initPid: number = distribution.initPid;
      console.log(flavor, initPid, distribution.name);
    }
    if (ApiV1.supports("DistributionVersion", distribution)) {
      const version: string | null = distribution.version;
      console.log(version);
    }
    if (!session.supports(WSLVersionCapability.ExecuteBinaryInDistribution)) {
      return;
    }
    ExecuteBinaryInDistribution(session, distribution, "/bin/true");
    ExecuteBinaryInDistribution(session.sessionId, distribution.id, "/bin/true");
  },
  onVmStarted(session) {
    const id = session.sessionId;
    if (ApiV1.supports("ExecuteBinaryInDistribution", id)) {
      const distribution = DistributionID.parse("6fa459ea-ee8a-3ca4-894e-db77e160355e");
      ExecuteBinaryInDistribution(id, distribution, "/bin/true");
    }
  },
});

export const optional = definePlugin({
  optional: {
    onDistributionRegistered(session, distribution) {
      // A WSL that calls this hook also has what came with it.
      ExecuteBinaryInDistribution(session, distribution.id, "/bin/true");
      if (distribution.supports("DistributionVersion")) {
        const version: string | null = distribution.version;
        console.log(version);
      }
    },
  },
});

function audit(session: WSLSessionInformation, distribution: WSLDistributionInformation<"DistributionFlavor">): void {
  console.log(session.sessionId, distribution.flavor);
}

export const withHelper = definePlugin({ requires: "2.4.4", onDistributionStarted: audit });

export function knowsMore(
  session: WSLSessionInformation<"ExecuteBinaryInDistribution">,
  distribution: WSLDistributionInformation<"DistributionInitPid" | "DistributionFlavor">,
): [WSLSessionInformation, WSLDistributionInformation, WSLDistributionInformation<"DistributionFlavor">] {
  return [session, distribution, distribution];
}

export const commands = definePlugin({
  requires: "ExecuteBinaryInDistribution",
  async onDistributionStarted(session, distribution) {
    const result: CommandResult = run(session, "id", { args: ["-u"], user: "nobody", distribution });
    const { exitCode } = await runAsync(session.sessionId, "id", { distribution: distribution.id, check: false });
    const prepared: PreparedCommand = ApiV1.prepare("id", { env: { LC_ALL: "C" } });
    console.log(result.text(), exitCode, prepared.run(session, { distribution }).lines());
    console.log(Linux.osRelease(session, { distribution }).ID, Linux.mounts(session, { distribution })[0]?.target);
  },
});

export const narrowedCommands = definePlugin({
  onDistributionStarted(session, distribution) {
    console.log(run(session, "uname").text(), run(session.sessionId, "cat", { input: "x", timeout: 5 }).ok);
    if (session.supports("ExecuteBinaryInDistribution")) {
      run(session, "true", { distribution });
      Linux.waitForSystemd(session, { distribution, timeout: 1_000 });
    }
  },
});

function label(distribution: CoreWSLDistributionInformation): string {
  const version = ApiV1.supports("DistributionVersion", distribution) ? distribution.version : null;
  return `${distribution.id} ${distribution.name} ${distribution.packageFamilyName ?? ""} ${version ?? ""}`;
}

function flavorOf(distribution: CoreWSLDistributionInformation<"DistributionFlavor">): string | null {
  return distribution.flavor;
}

/** One helper for distributions that run and for those that do not. */
export const commonHelpers = definePlugin({
  requires: "2.4.4",
  onDistributionStarted(_, distribution) {
    console.log(label(distribution), flavorOf(distribution));
  },
  onDistributionRegistered(_, distribution) {
    console.log(label(distribution), flavorOf(distribution));
  },
});

export const commonHelperOfOldWsl = definePlugin({
  onDistributionStarted(_, distribution) {
    console.log(label(distribution));
    if (distribution.supports("DistributionFlavor")) console.log(flavorOf(distribution));
  },
  optional: {
    onDistributionRegistered(_, distribution) {
      console.log(label(distribution));
      if (distribution.supports("DistributionFlavor")) console.log(flavorOf(distribution));
    },
  },
});

export const context = definePlugin({
  onLoad(context: WSLContext) {
    const api: typeof ApiV1 = context.api;
    const id: UserDistributionID = DistributionID.parse("6fa459ea-ee8a-3ca4-894e-db77e160355e");
    const same: DistributionID = id;
    console.log(context.name, api.version, same);
  },
});
