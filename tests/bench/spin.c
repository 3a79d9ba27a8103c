/* The control of parallel work: a loop that touches no memory, divided among processes. spin PROCESSES ROUNDS: so many rounds in all;
 * prints the wall time in milliseconds. What two such processes gain over one is what the machine has to give just then. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static void spin(uint64_t rounds)
{
	volatile uint64_t sink;
	uint64_t value = 88172645463325252u;
	for (uint64_t i = 0; i < rounds; i++) {
		value ^= value << 13;
		value ^= value >> 7;
		value ^= value << 17;
	}
	sink = value;
	(void)sink;
}

int main(int count, char **arguments)
{
	if (count != 3)
		return 2;
	int processes = atoi(arguments[1]), status = 0, failed = 0;
	uint64_t rounds = strtoull(arguments[2], NULL, 10);
	double start = now();
	for (int i = 0; i < processes; i++) {
		pid_t child = fork();
		if (child == 0) {
			spin(rounds / (uint64_t)processes);
			_exit(0);
		}
		failed |= child < 0;
	}
	while (wait(&status) > 0)
		failed |= status;
	printf("%.2f\n", now() - start);
	return failed ? 1 : 0;
}
