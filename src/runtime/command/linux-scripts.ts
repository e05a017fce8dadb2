// The shell scripts of the global Linux. They get what differs as arguments.

/**
 * Writes standard input to a file: the path, a name beside it that is not taken, the size in bytes, and the mode or
 * nothing. What is cut off, because the other end is gone, never takes the file's place.
 */
export const kWriteFileScript = `if [ -d "$1" ]; then echo "$1 is a folder" >&2; exit 1; fi
umask 077
trap 'rm -f "$2"' EXIT
if [ -e "$1" ]; then cp -p "$1" "$2"; mode=$4; else : >"$2"; mode=\${4:-644}; fi &&
	cat >"$2" &&
	[ "$(wc -c <"$2")" -eq "$3" ] &&
	{ [ -z "$mode" ] || chmod "$mode" "$2"; } &&
	mv -f "$2" "$1"`;

/** Prints a line at each try, lest it goes on when the other end is gone. */
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
