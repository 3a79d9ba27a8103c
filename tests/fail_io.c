/* Preloaded: makes the Nth call (FAIL_AT) of those that open, read, write, sync, close, rename, remove or start fail with FAIL_ERRNO, and
 * says so in the file FAIL_LOG. With FAIL_KILL=before the process ends there by SIGKILL, as when the power is cut; with
 * FAIL_KILL=torn a write first gets half of its bytes through. FAIL_TRACE names a file that gets a line for each call that changes
 * the disk: its name and what it is done to. Calls on libraries, locales and the like before main count as well. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void say(const char *path, int flags, const char *text)
{
	int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | flags, 0666);
	if (syscall(SYS_write, fd, text, strlen(text)) < 0)
		_exit(99);
	syscall(SYS_close, fd);
}

static int fails(const char *name)
{
	static long calls, at = -1;
	static int busy;
	const char *end = getenv("FAIL_KILL");
	if (busy)
		return 0;
	if (at < 0)
		at = getenv("FAIL_AT") ? atol(getenv("FAIL_AT")) : 0;
	if (!at || ++calls != at)
		return 0;
	busy = 1;
	say(getenv("FAIL_LOG"), O_TRUNC, name);
	busy = 0;
	if (end && strcmp(end, "before") == 0)
		kill(getpid(), SIGKILL);
	errno = getenv("FAIL_ERRNO") ? atoi(getenv("FAIL_ERRNO")) : EIO;
	return 1;
}

static void trace(const char *name, int fd, const char *path)
{
	const char *file = getenv("FAIL_TRACE");
	char link[40], target[2000] = "", line[2100];
	if (!file)
		return;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t length = path ? 0 : readlink(link, target, sizeof target - 1);
	target[length > 0 ? length : 0] = '\0';
	snprintf(line, sizeof line, "%s %s\n", name, path ? path : target);
	say(file, O_APPEND, line);
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

static int torn(void)
{
	const char *end = getenv("FAIL_KILL");
	return end && strcmp(end, "torn") == 0;
}

ssize_t read(int fd, void *buffer, size_t count) { return fails("read") ? -1 : REAL(read)(fd, buffer, count); }
ssize_t write(int fd, const void *buffer, size_t count)
{
	if (fd == 2 || !fails("write"))
		return fd != 2 ? trace("write", fd, NULL) : (void)0, REAL(write)(fd, buffer, count);
	if (torn() && REAL(write)(fd, buffer, count / 2) >= 0)
		kill(getpid(), SIGKILL);
	return -1;
}

#define POSITIONED(name, type) \
	ssize_t name(int fd, const void *buffer, size_t count, type at) \
	{ \
		if (!fails("pwrite")) { \
			trace("write", fd, NULL); \
			return REAL(name)(fd, buffer, count, at); \
		} \
		if (torn() && REAL(name)(fd, buffer, count / 2, at) >= 0) \
			kill(getpid(), SIGKILL); \
		return -1; \
	}
POSITIONED(pwrite, off_t)
POSITIONED(pwrite64, off64_t)
int fsync(int fd) { trace("sync", fd, NULL); return fails("fsync") ? -1 : REAL(fsync)(fd); }
int fdatasync(int fd) { trace("sync", fd, NULL); return fails("fsync") ? -1 : REAL(fdatasync)(fd); }
int ftruncate(int fd, off_t length) { trace("truncate", fd, NULL); return fails("ftruncate") ? -1 : REAL(ftruncate)(fd, length); }
int ftruncate64(int fd, off64_t length) { trace("truncate", fd, NULL); return fails("ftruncate") ? -1 : REAL(ftruncate64)(fd, length); }
int unlink(const char *path) { trace("unlink", -1, path); return fails("unlink") ? -1 : REAL(unlink)(path); }
int mkdir(const char *path, mode_t mode) { trace("mkdir", -1, path); return fails("mkdir") ? -1 : REAL(mkdir)(path, mode); }
int chmod(const char *path, mode_t mode) { return fails("chmod") ? -1 : REAL(chmod)(path, mode); }
int rename(const char *from, const char *to) { trace("rename", -1, to); return fails("rename") ? -1 : REAL(rename)(from, to); }
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
