/* Preloaded: makes the Nth call (FAIL_AT) of those that open, read, write, sync, close, rename or start fail with FAIL_ERRNO, and
 * says so in the file FAIL_LOG. Calls on libraries, locales and the like before main count as well. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int fails(const char *name)
{
	static long calls, at = -1;
	static int busy;
	if (busy)
		return 0;
	if (at < 0)
		at = getenv("FAIL_AT") ? atol(getenv("FAIL_AT")) : 0;
	if (!at || ++calls != at)
		return 0;
	busy = 1;
	int fd = (int)syscall(SYS_openat, AT_FDCWD, getenv("FAIL_LOG"), O_WRONLY | O_CREAT | O_TRUNC, 0666);
	if (syscall(SYS_write, fd, name, strlen(name)) < 0)
		_exit(99);
	syscall(SYS_close, fd);
	busy = 0;
	errno = atoi(getenv("FAIL_ERRNO"));
	return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int open(const char *path, int flags, ...)
{
	va_list list;
	va_start(list, flags);
	int mode = flags & O_CREAT ? va_arg(list, int) : 0;
	va_end(list);
	return fails("open") ? -1 : REAL(open)(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
	va_list list;
	va_start(list, flags);
	int mode = flags & O_CREAT ? va_arg(list, int) : 0;
	va_end(list);
	return fails("open") ? -1 : REAL(open64)(path, flags, mode);
}

ssize_t read(int fd, void *buffer, size_t count) { return fails("read") ? -1 : REAL(read)(fd, buffer, count); }
ssize_t write(int fd, const void *buffer, size_t count) { return fd != 2 && fails("write") ? -1 : REAL(write)(fd, buffer, count); }
int fsync(int fd) { return fails("fsync") ? -1 : REAL(fsync)(fd); }
int rename(const char *from, const char *to) { return fails("rename") ? -1 : REAL(rename)(from, to); }
int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
	return fails("linkat") ? -1 : REAL(linkat)(from_folder, from, to_folder, to, flags);
}
int close(int fd) { return fails("close") ? (REAL(close)(fd), -1) : REAL(close)(fd); }
int fchmod(int fd, mode_t mode) { return fails("fchmod") ? -1 : REAL(fchmod)(fd, mode); }
FILE *fopen(const char *path, const char *mode) { return fails("fopen") ? NULL : REAL(fopen)(path, mode); }
FILE *fopen64(const char *path, const char *mode) { return fails("fopen") ? NULL : REAL(fopen64)(path, mode); }
int posix_spawn(pid_t *process, const char *path, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attributes,
                char *const arguments[], char *const environment[])
{
	return fails("posix_spawn") ? errno : REAL(posix_spawn)(process, path, actions, attributes, arguments, environment);
}
