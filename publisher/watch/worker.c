#include "watch/worker.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>
#include "base/program.h"

enum { PIPE_END = 3 };

int64_t worker_clock(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Should memory run short, it is the worker that goes, not the parent with the last good pages. */
static void volunteer(void)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
	ssize_t written = fd >= 0 ? write(fd, "1000", 4) : 0;
	(void)written;
	if (fd >= 0)
		close(fd);
}

/* Nothing of the parent's stays open: its readers would not see their connections closed. */
_Noreturn static void become(int fd, pid_t parent, void (*work)(const void *context, int fd), const void *context)
{
	sigset_t none;
	sigemptyset(&none);
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	signal(SIGPIPE, SIG_DFL);
	sigprocmask(SIG_SETMASK, &none, NULL);
	volunteer();
	if (fd != PIPE_END)
		dup3(fd, PIPE_END, O_CLOEXEC);
	close_range(PIPE_END + 1, ~0u, 0);
	work(context, PIPE_END);
	_exit(0);
}

int worker_start(struct worker *worker, void (*work)(const void *context, int fd), const void *context)
{
	int ends[2] = { -1, -1 };
	pid_t parent = getpid();
	int error = pipe2(ends, O_CLOEXEC) ? errno : 0;
	pid_t process = error ? -1 : fork();
	if (process == 0)
		become(ends[1], parent, work, context);
	if (process < 0 && !error)
		error = errno;
	if (ends[1] >= 0)
		close(ends[1]);
	if (error && ends[0] >= 0)
		close(ends[0]);
	if (!error) {
		setpgid(process, process);         /* whoever comes first */
		fcntl(ends[0], F_SETFL, O_NONBLOCK);
		*worker = (struct worker){ .process = process, .fd = ends[0], .started = worker_clock() };
	}
	return error;
}

int worker_end(struct worker *worker)
{
	kill(-worker->process, SIGKILL);           /* what it left behind; itself it has ended, or does now */
	int code = program_wait(worker->process);
	close(worker->fd);
	wire_close(&worker->reader);
	*worker = (struct worker){ .process = 0, .fd = -1 };
	return code;
}

void worker_kill(struct worker *worker)
{
	if (worker->process)
		worker_end(worker);
}
