// The set of capabilities that each requirement guarantees.

type Same<Left, Right> = (<T>() => T extends Left ? 1 : 2) extends <T>() => T extends Right ? 1 : 2 ? true : false;

function same<Left, Right>(_: Same<Left, Right>): void {}

type Of<Requirement> = WSLGating.GuaranteedBy<Requirement>;

type Upto205 = "DistributionInitPid";
type Upto212 = Upto205 | "DistributionRegisteredHook" | "DistributionUnregisteredHook" | "ExecuteBinaryInDistribution";
type Upto244 = Upto212 | "DistributionFlavor" | "DistributionVersion";
type Upto290 = Upto244 | "WSLC";

same<Of<[]>, never>(true);
same<Of<"1.99.99">, never>(true);
same<Of<"2">, never>(true);
same<Of<"2.0">, never>(true);
same<Of<"2.0.4">, never>(true);
same<Of<"2.0.5">, Upto205>(true);
same<Of<"2.0.10">, Upto205>(true);
same<Of<"2.1">, Upto205>(true);
same<Of<"2.1.1">, Upto205>(true);
same<Of<"2.1.2">, Upto212>(true);
same<Of<"2.4.3">, Upto212>(true);
same<Of<"2.4.4">, Upto244>(true);
same<Of<"2.8.99999">, Upto244>(true);
same<Of<"2.9.0">, Upto290>(true);
same<Of<"2.9">, Upto290>(true);
same<Of<"2.9.4">, Upto290>(true);
same<Of<"2.9.5">, WSLCapabilityName>(true);
same<Of<"2.10.0">, WSLCapabilityName>(true);
same<Of<"3">, WSLCapabilityName>(true);
same<Of<"10.0.0">, WSLCapabilityName>(true);

// Leading zeros are ignored, as at run time.
same<Of<"02.0.0">, never>(true);
same<Of<"2.04.4">, Upto244>(true);

// One capability guarantees all that are as old; of several, the newest counts.
same<Of<"DistributionInitPid">, Upto205>(true);
same<Of<"DistributionUnregisteredHook">, Upto212>(true);
same<Of<["DistributionInitPid", "DistributionFlavor"]>, Upto244>(true);
same<Of<readonly ["DistributionFlavor", "2.1"]>, Upto244>(true);
same<Of<["DistributionInitPid", WSLVersionCapability<"WSLC">]>, Upto290>(true);

// A requirement whose text the compiler does not know guarantees nothing.
same<Of<WSLVersionText>, never>(true);
same<Of<string>, never>(true);
same<Of<WSLVersion>, never>(true);
same<Of<WSLCapabilityName[]>, never>(true);

// Of alternatives, the oldest counts.
same<Of<"DistributionInitPid" | "DistributionFlavor">, Upto205>(true);
same<Of<WSLVersionCapability<"DistributionInitPid" | "DistributionFlavor">>, Upto205>(true);
same<Of<WSLVersionCapability>, Upto205>(true);
