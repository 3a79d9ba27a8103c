#include "base/program.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
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

int program_start(const char *const *arguments, const struct program_ends *ends, pid_t *process)
{
	const int descriptors[] = { ends->in, ends->out, ends->errors };
	posix_spawn_file_actions_t actions;
	int error = posix_spawn_file_actions_init(&actions);
	if (error)
		return error;
	for (int i = 0; i < 3 && !error; i++)
		if (descriptors[i] >= 0)
			error = posix_spawn_file_actions_adddup2(&actions, descriptors[i], i);
	if (!error)
		error = posix_spawn(process, arguments[0], &actions, NULL, (char *const *)arguments, environ);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

int program_wait(pid_t process)
{
	int status = 0;
	while (waitpid(process, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void close_open(int fd)
{
	if (fd >= 0)
		close(fd);
}

int program_run(struct arena *arena, struct diagnostics *all, const char *const *arguments, struct program_output *output)
{
	const char *name = arguments[0];
	int ends[2] = { -1, -1 }, errors = memfd_create("errors", MFD_CLOEXEC), result = 0;
	pid_t process;
	int error = errors < 0 || pipe2(ends, O_CLOEXEC) ? errno : program_start(arguments, &(struct program_ends){ -1, ends[1], errors }, &process);
	close_open(ends[1]);
	if (error) {
		result = REPORT(all, program_start, NULL, name, error_text(error));
	} else {
		result = file_read_descriptor(arena, all, name, ends[0], &output->out);
		close_open(ends[0]);           /* before waiting: who cannot write any more ends */
		ends[0] = -1;
		output->code = program_wait(process);
		if (!result && lseek(errors, 0, SEEK_SET) == 0)
			result = file_read_descriptor(arena, all, name, errors, &output->errors);
	}
	close_open(ends[0]);
	close_open(errors);
	return result;
}
