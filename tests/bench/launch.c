/* Runs a command and prints its user and system time in milliseconds, its peak memory in KiB and the wall
 * time in milliseconds. A small parent, so that the child's peak is the child's own. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

int main(int count, char **arguments)
{
	struct rusage usage;
	int status = 0;
	if (count < 2)
		return 2;
	double start = now();
	pid_t child = fork();
	if (child == 0) {
		if (!freopen("/dev/null", "w", stderr) || dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
			_exit(126);
		execv(arguments[1], arguments + 1);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return 1;
	double wall = now() - start;
	printf("%.2f %.2f %ld %.2f\n", usage.ru_utime.tv_sec * 1e3 + usage.ru_utime.tv_usec / 1e3,
	       usage.ru_stime.tv_sec * 1e3 + usage.ru_stime.tv_usec / 1e3, usage.ru_maxrss, wall);
	return 0;
}
