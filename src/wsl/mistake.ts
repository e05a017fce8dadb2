/** A request of a test or a scenario that is impossible; its message says why. */
export class SimulationMistake extends RangeError {
  override readonly name = "SimulationMistake";
}
