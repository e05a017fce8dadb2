import { permissionsSource } from "../../host/permissions.ts";
import type { SimulatedWsl } from "../../simulator/simulated-wsl.ts";

/** For each plugin with a denied call, the permissions line that it lacks. */
export function lackingPermissions(wsl: SimulatedWsl): string[] {
  return wsl.deniedPlugins.map(
    (plugin) =>
      `${plugin} lacks permissions. So far its calls have needed these:\n    ${permissionsSource(wsl.neededPermissions(plugin))}`,
  );
}
