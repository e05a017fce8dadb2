/** Explains a file system error; Node's own message if no explanation is listed here. */
export function reasonOf(error: unknown): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  return reasons[code] ?? message;
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "access is denied",
  EBUSY: "another program uses it",
  EEXIST: "a file with that name already exists",
  EISDIR: "it is a folder",
  ENOENT: "there is no such file or folder",
  ENOSPC: "the disk is full",
  ENOTDIR: "a part of its path is a file, not a folder",
  EPERM: "access is denied",
  EROFS: "the disk is read-only",
};
