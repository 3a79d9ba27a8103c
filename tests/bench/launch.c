/* Runs a command and prints its user and system time in milliseconds and its peak memory in KiB. A small parent, so that
 * the child's peak is the child's own. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int count, char **arguments)
{
	struct rusage usage;
	int status = 0;
	if (count < 2)
		return 2;
	pid_t child = fork();
	if (child == 0) {
		if (!freopen("/dev/null", "w", stderr))
			_exit(126);
		execv(arguments[1], arguments + 1);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return 1;
	printf("%.2f %.2f %ld\n", usage.ru_utime.tv_sec * 1e3 + usage.ru_utime.tv_usec / 1e3,
	       usage.ru_stime.tv_sec * 1e3 + usage.ru_stime.tv_usec / 1e3, usage.ru_maxrss);
	return 0;
}
