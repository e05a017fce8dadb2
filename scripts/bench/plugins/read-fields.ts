let sum = 0;

/** Reads all fields of both structs; answers the sum of all that it has read, so that nothing can be skipped. */
export function readFields(
  { sessionId, userSid }: WSLSessionInformation,
  {
    id,
    name,
    pidNamespace,
    packageFamilyName,
    initPid,
    flavor,
    version,
  }: WSLDistributionInformation<"DistributionInitPid" | "DistributionFlavor" | "DistributionVersion">,
): number {
  sum += sessionId + length(userSid) + Number.parseInt(id.slice(0, 8), 16) + length(name) + length(packageFamilyName);
  sum += Number(pidNamespace) + initPid + length(flavor) + length(version);
  return sum;
}

function length(text: string | null): number {
  return text === null ? 0 : text.length;
}
