/** What a test or a scenario asks for and cannot be; its message says why. */
export class SimulationMistake extends RangeError {
  override readonly name = "SimulationMistake";
}
