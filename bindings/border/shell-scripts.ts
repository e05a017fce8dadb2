// The shell scripts that the host runs for plugins, for any POSIX shell with cat. Everything that differs between runs
// is in their arguments and their input: no shell parses a plugin's text.

import { programFolders } from "../files/permissions.ts";

/** The path of the shell: the only one that POSIX systems promise. */
export const kShell = "/bin/sh";

/**
 * Runs the program and reports how it ended.
 *
 * Arguments: `separate`, `merge` or `ignore`; the folder and the user, either of which may be empty; NAME=value...; `--`;
 * the program and its arguments. Input: one line, with the secret, the process id of the other script, and `input` if the
 * program has one; then that.
 *
 * The program's output goes through a pipe, of which `cat` is the only reader. So the report, written into that pipe
 * in one piece, comes behind all that the program has written, and nothing that the program leaves running can tear
 * it apart. The program cannot write a report itself: it never sees the secret. The inner part runs as the user. What
 * it writes to descriptor 3 says how far it has come: "u" for the user, "r" for the environment. That is a pipe, too,
 * and the shell waits for its end and for the program's, but for nothing that the program leaves running. The program is
 * looked for in the folders that permissions speak of, whatever PATH the shell has, or `su` sets.
 */
export const kRunScript = `unset secret pid input inner mode user state
IFS=' ' read -r secret pid input || exit
inner='PATH=${programFolders.join(":")}; export PATH; printf u >&3; while [ "$1" != -- ]; do command export "$1" || exit; shift; done; shift; printf r >&3; exec "$@" 3>&-'
tell() { printf '%s %s\\n' "$secret" "$1"; }
program() {
	if [ "$1" ] && ! cd "$1"; then tell cwd; return; fi
	state=$(
		exec 3>&1 >&4 2>&5 4>&- 5>&-
		user=$2
		shift 2
		[ "$user" ] || eval "$inner"
		exec su -s ${kShell} -c "$inner" -- "$user" sh "$@"
	)
	set -- $?
	case $state in
	ur) tell "$1";;
	u) tell "environment $1";;
	*) tell "user $1";;
	esac
}
all() {
	mode=$1
	shift
	case $mode in
	merge) program "$@" 5>&4;;
	ignore) program "$@" 5>/dev/null;;
	*) { program "$@"; tell '' >&5; } 5>"/proc/$pid/fd/1" || tell errors;;
	esac
}
exec 2>/dev/null
case $input in
input) { cat; exec cat >/dev/null; } | { exec 4>&1; all "$@"; } | cat;;
*) { exec 4>&1 </dev/null; all "$@"; } | cat;;
esac
`;

/**
 * Carries the program's standard error, which WSL gives no way to: prints its process id and a newline, then what
 * a process writes to its pipe, which others reach through /proc. Its own end of the pipe is open as long as its input.
 */
export const kErrorScript = `unset pid rest
{
	read -r pid rest </proc/self/stat || pid=
	printf '%s\\n' "$pid"
	read -r rest
} | cat
`;

/**
 * Writes standard input to a file: the path, an unused name beside it, the size in bytes, and the mode or nothing. If
 * the input is cut off, because the other end is closed, the file is not replaced.
 */
export const kWriteFileScript = `if [ -d "$1" ]; then echo "$1 is a folder" >&2; exit 1; fi
umask 077
trap 'rm -f "$2"' EXIT
if [ -e "$1" ]; then cp -p "$1" "$2"; mode=$4; else : >"$2"; mode=\${4:-644}; fi &&
	cat >"$2" &&
	[ "$(wc -c <"$2")" -eq "$3" ] &&
	{ [ -z "$mode" ] || chmod "$mode" "$2"; } &&
	mv -f "$2" "$1"`;

/** Prints a line at each try, so that it ends when the other end is closed. */
export const kWaitForSystemdScript = `if [ ! -d /run/systemd/system ]; then
	read -r name </proc/1/comm
	if [ "$name" != systemd ]; then echo 'not in use'; exit; fi
fi
while echo; do
	state=$(systemctl is-system-running --wait 2>/dev/null)
	case $state in
	'' | offline | unknown | initializing | starting) sleep 0.2;;
	*) echo "$state"; exit;;
	esac
done`;
