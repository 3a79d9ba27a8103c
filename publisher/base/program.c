#include "base/program.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "base/language.h"

static const char *own_folder(struct arena *arena)
{
	char path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
	path[length > 0 ? length : 0] = '\0';
	return path_folder(arena, path);
}

const char *program_path(struct arena *arena, const char *name)
{
	return arena_printf(arena, "%s/%s", own_folder(arena), name);
}

const char *program_data(struct arena *arena, const char *installed, const char *in_tree)
{
	const char *path = arena_printf(arena, "%s/share/%s", path_folder(arena, own_folder(arena)), installed);
	return access(path, R_OK) == 0 ? path : arena_printf(arena, "%s/%s", HONGTOU_ROOT, in_tree);
}

static _Noreturn void become(const char *const *arguments, int out, int errors)
{
	dup2(out, STDOUT_FILENO);
	dup2(errors, STDERR_FILENO);
	execv(arguments[0], (char *const *)arguments);
	_exit(127);
}

static void take_all(struct arena *arena, int fd, struct bytes *out)
{
	unsigned char *data = NULL;
	size_t capacity = 0, length = 0;
	ssize_t got = 1;
	while (got > 0 || (got < 0 && errno == EINTR)) {
		ARENA_GROW(arena, data, &capacity, length + 4096);
		got = read(fd, data + length, capacity - length - 1);
		length += got > 0 ? (size_t)got : 0;
	}
	*out = (struct bytes){ data, length };
}

static void close_open(int fd)
{
	if (fd >= 0)
		close(fd);
}

int program_run(struct arena *arena, struct diagnostics *all, const char *const *arguments, struct program_output *output)
{
	int ends[2] = { -1, -1 }, status = 0, errors = memfd_create("errors", MFD_CLOEXEC);
	int error = errors < 0 || access(arguments[0], X_OK) || pipe2(ends, O_CLOEXEC) ? errno : 0;
	pid_t child = error ? -1 : fork();
	if (child == 0)
		become(arguments, ends[1], errors);
	if (child < 0 && !error)
		error = errno;
	close_open(ends[1]);
	if (!error)
		take_all(arena, ends[0], &output->out);
	close_open(ends[0]);
	while (!error && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (!error && lseek(errors, 0, SEEK_SET) == 0)
		take_all(arena, errors, &output->errors);
	close_open(errors);
	output->code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	return error ? REPORT(all, program_start, NULL, arguments[0], error_text(error)) : 0;
}
