/** What an observer sees: a part of the host's work that takes time. */
export type Activity = "load" | "hook" | "script" | "call" | "wait";

/** What else there is to know of it, as JSON. */
export type Details = Readonly<Record<string, unknown>>;

/** Sees where a plugin's time goes. Activities nest: a hook runs a script, which calls WSL, which may call a hook. */
export interface Observer {
  /** Carries an activity out. `outcome` describes its result. */
  during<T>(activity: Activity, name: string, details: Details, run: () => T, outcome?: (result: T) => Details): T;
  /** A limit has ended the script; `message` names it. */
  onLimit(message: string): void;
}

export const noObserver: Observer = {
  during: (_activity, _name, _details, run) => run(),
  onLimit: () => {},
};
