# Becomes a program inside a session's file system: launch.pl <root> <program> <argv0> <arguments...>
# The program gets this process's standard streams. To file descriptor 3 goes "+", then the errno of what went wrong, if
# anything did; the descriptor closes with the exec, which is how the agent learns that it worked. Perl, because Debian
# always has it and because argv[0] can be anything.
use strict;
use warnings;
use Errno qw(ENOEXEC);
use Fcntl qw(F_SETFD FD_CLOEXEC);

my ($root, $program, @arguments) = @ARGV;
open(my $status, '>&=', 3) or die "no status pipe: $!\n";
fcntl($status, F_SETFD, FD_CLOEXEC) or die "no status pipe: $!\n";

sub give_up {
    syswrite($status, $! + 0);
    exit 127;
}
syswrite($status, '+');

chroot($root) or give_up();
chdir('/') or give_up();

# exec would hand a file of unknown format to a shell; WSL's execve does not.
open(my $file, '<:raw', $program) or give_up();
sysread($file, my $magic, 4);
close($file);
if (-f $program && defined $magic && $magic !~ /^(?:\x7fELF|#!)/) {
    $! = ENOEXEC;
    give_up();
}
no warnings 'exec';
exec { $program } @arguments;
give_up();
