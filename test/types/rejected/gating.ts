// What a requirement does not guarantee cannot be used, however it is used. The text after each directive is a part of
// the compiler's message.

export const fields = definePlugin({
  onDistributionStarted(_, distribution) {
    // @ts-expect-error Property 'flavor' does not exist on type 'WSLDistributionInformation<never
    const flavor: string | null = distribution.flavor;
    // @ts-expect-error RequiresCapability<"DistributionFlavor", "2.4.4">
    console.log(`${distribution.flavor}`, flavor);
    // @ts-expect-error RequiresCapability<"DistributionVersion", "2.4.4">
    JSON.stringify({ version: distribution.version });
    // @ts-expect-error RequiresCapability<"DistributionInitPid", "2.0.5">
    if (distribution.initPid) {
    }
  },
});

export const tooOld = definePlugin({
  requires: "2.4.3",
  onDistributionStarted(session, distribution) {
    ExecuteBinaryInDistribution(session, distribution, "/bin/true", [`${distribution.initPid}`]);
    // @ts-expect-error WSLDistributionInformation<"DistributionInitPid", RequiresCapability<
    console.log(distribution.flavor);
  },
  onDistributionRegistered(_, distribution) {
    // @ts-expect-error Property 'version' does not exist on type 'WSLOfflineDistributionInformation<
    console.log(distribution.version);
  },
});

export const calls = definePlugin({
  onDistributionStarted(session, distribution) {
    // @ts-expect-error not assignable to parameter of type 'SessionThatSupports<"ExecuteBinaryInDistribution", "2.1.2">'
    ExecuteBinaryInDistribution(session, distribution, "/bin/true");
    // @ts-expect-error not assignable to parameter of type 'SessionThatSupports<"ExecuteBinaryInDistribution", "2.1.2">'
    ExecuteBinaryInDistribution(session.sessionId, distribution.id, "/bin/true");
    if (session.supports("DistributionInitPid")) {
      // @ts-expect-error SessionThatSupports<"ExecuteBinaryInDistribution", "2.1.2">
      ExecuteBinaryInDistribution(session, distribution, "/bin/true");
    }
  },
});

export const hooks = definePlugin({
  // @ts-expect-error RequiresCapability<"DistributionRegisteredHook", "2.1.2">
  onDistributionRegistered(_, distribution) {
    console.log(distribution.name);
  },
  // @ts-expect-error RequiresCapability<"DistributionUnregisteredHook", "2.1.2">
  onDistributionUnregistered: () => {},
});

export const narrowedTooLittle = definePlugin({
  onDistributionStarted(_, distribution) {
    if (distribution.supports("DistributionInitPid")) {
      // @ts-expect-error RequiresCapability<"DistributionFlavor", "2.4.4">
      console.log(distribution.flavor);
    }
    if (!distribution.supports("DistributionFlavor")) {
      // @ts-expect-error RequiresCapability<"DistributionFlavor", "2.4.4">
      console.log(distribution.flavor);
    }
    if (ApiV1.supports("DistributionFlavor")) {
      // @ts-expect-error RequiresCapability<"DistributionFlavor", "2.4.4">
      console.log(distribution.flavor);
    }
  },
});

function audit(_: WSLSessionInformation, distribution: WSLDistributionInformation<"DistributionFlavor">): void {
  console.log(distribution.flavor);
}

// @ts-expect-error Property 'flavor' is missing
export const helperKnowsMore = definePlugin({ onDistributionStarted: audit });

export const capabilityOfNoUse = definePlugin({
  optional: {
    // @ts-expect-error 'onVmStarted' does not exist in type 'WSLOptionalHooks
    onVmStarted() {},
  },
});

export const commands = definePlugin({
  onDistributionStarted(session, distribution) {
    // @ts-expect-error is not assignable to type 'RequiresCapability<"ExecuteBinaryInDistribution", "2.1.2"> | undefined'
    run(session, "true", { distribution });
    const place = { distribution, check: false };
    // @ts-expect-error is not assignable to type 'RequiresCapability<"ExecuteBinaryInDistribution", "2.1.2"> | undefined'
    runAsync(session.sessionId, "true", place);
    // @ts-expect-error is not assignable to type 'RequiresCapability<"ExecuteBinaryInDistribution", "2.1.2"> | undefined'
    ApiV1.prepare("true").run(session, { distribution });
    // @ts-expect-error is not assignable to type 'RequiresCapability<"ExecuteBinaryInDistribution", "2.1.2"> | undefined'
    Linux.readTextFile(session, "/etc/hostname", { distribution });
    // @ts-expect-error SessionThatSupports<"ExecuteBinaryInDistribution", "2.1.2">
    Linux.waitForSystemd(session, { distribution });
    // @ts-expect-error Type 'string[]' has no properties in common with type 'CommandOptions
    run(session, "uname", ["-r"]);
    // @ts-expect-error 'arg' does not exist in type 'CommandOptions & RunOptions & InVm'. Did you mean to write 'args'?
    run(session, "uname", { arg: ["-r"] });
    if (session.supports("ExecuteBinaryInDistribution")) {
      // @ts-expect-error 'arg' does not exist in type 'CommandOptions & RunOptions & Partial<InDistribution>'. Did you mean to write 'args'?
      run(session, "uname", { distribution, arg: ["-r"] });
    }
  },
});

export function either(
  session: WSLSessionInformation<"ExecuteBinaryInDistribution"> | SessionID,
  distribution: DistributionID,
): void {
  // @ts-expect-error is not assignable to type 'RequiresCapability<"ExecuteBinaryInDistribution", "2.1.2"> | undefined'
  run(session, "true", { distribution });
}

export function commonFacePromisesNothingNewer(distribution: CoreWSLDistributionInformation): unknown {
  // @ts-expect-error Property 'flavor' does not exist
  return distribution.flavor;
}

export function onlyRunningOnesHaveAnInit(
  distribution: CoreWSLDistributionInformation<"DistributionInitPid">,
): unknown {
  // @ts-expect-error Property 'initPid' does not exist
  return distribution.initPid;
}

export const helperNeedsTheFlavor = definePlugin({
  onDistributionStarted(_, distribution) {
    const needsFlavor = ({ flavor }: CoreWSLDistributionInformation<"DistributionFlavor">) => console.log(flavor);
    // @ts-expect-error Property 'flavor' is missing
    needsFlavor(distribution);
  },
});
