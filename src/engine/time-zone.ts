/**
 * Local time with Windows' rules: host/engine/system_windows.cpp in Node. Windows knows a zone's rules from some year
 * on, and applies those of its first year to all earlier years; Node knows how clocks were set in 1900, too.
 */

/** For most zones, Windows' rules by year start here. */
const firstYear = 2006;

const daySeconds = 86_400;

/** A change of the offset: on which weekday of a month, at which second of that day by the clocks before the change. */
interface Change {
  readonly month: number;
  readonly weekday: number;
  /** 5 is the last such weekday of the month. */
  readonly week: number;
  readonly second: number;
  readonly before: number;
  readonly after: number;
}

/** The zone of this machine. */
export class TimeZone {
  #changes: readonly Change[] | null = null;

  /** `seconds` since 1970, of any year that a Date can have. */
  secondsEastOfUtc(seconds: number): number {
    const year = new Date(seconds * 1000).getUTCFullYear();
    if (year >= firstYear) return offsetAt(seconds);
    this.#changes ??= changesOf(firstYear);
    const passed = this.#changes.filter((change) => seconds >= momentOf(change, year));
    return passed.at(-1)?.after ?? this.#changes[0]?.before ?? offsetAt(startOf(firstYear));
  }
}

function changesOf(year: number): Change[] {
  const changes: Change[] = [];
  for (let day = startOf(year); day < startOf(year + 1); day += daySeconds) {
    const [before, after] = [offsetAt(day), offsetAt(day + daySeconds)];
    if (before !== after) changes.push(changeAt(firstMomentOf(after, day, day + daySeconds), before, after));
  }
  return changes;
}

/** The offset differs before it, and is the wanted one at its end. */
function firstMomentOf(offset: number, start: number, end: number): number {
  let [low, high] = [start, end];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === offset) high = middle;
    else low = middle;
  }
  return high;
}

function changeAt(moment: number, before: number, after: number): Change {
  const local = new Date((moment + before) * 1000);
  const day = local.getUTCDate();
  const isLast = new Date(local.getTime() + 7 * daySeconds * 1000).getUTCMonth() !== local.getUTCMonth();
  return {
    month: local.getUTCMonth(),
    weekday: local.getUTCDay(),
    week: isLast ? 5 : Math.ceil(day / 7),
    second: (moment + before) % daySeconds,
    before,
    after,
  };
}

/** When such a change happens in a year, in seconds since 1970. */
function momentOf({ month, weekday, week, second, before }: Change, year: number): number {
  const first = new Date(startOf(year, month) * 1000).getUTCDay();
  const days = (startOf(year, month + 1) - startOf(year, month)) / daySeconds;
  let day = ((weekday - first + 7) % 7) + 7 * (week - 1);
  if (day >= days) day -= 7;
  return startOf(year, month) + day * daySeconds + second - before;
}

/** Date.UTC reads the years 0 to 99 as years of the last century. */
function startOf(year: number, month = 0): number {
  return new Date(0).setUTCFullYear(year, month, 1) / 1000;
}

function offsetAt(seconds: number): number {
  return -new Date(seconds * 1000).getTimezoneOffset() * 60;
}
