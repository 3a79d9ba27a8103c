/* The allocator of the whole process. glibc's own functions do the work; a request they refuse ends the program here, so
 * that no library goes on with half a result. A build with HONGTOU_FAIL_ALLOCATIONS proves it: with the environment
 * variable of that name set, every allocation first fails in a forked child, whose ending the parent checks. */
#include "base/memory.h"
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define OWN_ALLOCATOR 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define OWN_ALLOCATOR 0
#endif
#endif
#ifndef OWN_ALLOCATOR
#define OWN_ALLOCATOR 1
#endif

_Noreturn void memory_exhausted(void)
{
	static const char message[] = "hongtou: out of memory, nothing was written; close other programs and try again / 内存不足，未写出任何文件\n";
	ssize_t written = write(2, message, sizeof message - 1);
	(void)written;
	_exit(EXIT_MEMORY);
}

#if OWN_ALLOCATOR
void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *old, size_t size);
void *aligned_alloc(size_t alignment, size_t size);
void *memalign(size_t alignment, size_t size);
int posix_memalign(void **out, size_t alignment, size_t size);
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

#ifdef HONGTOU_FAIL_ALLOCATIONS
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

/* Only this build has file-scope state: there is no other way to count from inside malloc. */
static struct { int known, on, busy; unsigned long count, wrong, step; } failing;

static void report(void)
{
	char line[120];
	int length = snprintf(line, sizeof line, "allocations failed: %lu, wrong endings: %lu\n", failing.count, failing.wrong);
	ssize_t written = failing.on ? write(2, line, (size_t)length) : 0;
	(void)written;
}

static void learn(void)
{
	const char *step = getenv("HONGTOU_FAIL_STEP");
	failing.known = 1;
	failing.on = getenv("HONGTOU_FAIL_ALLOCATIONS") != NULL;
	failing.step = step ? strtoul(step, NULL, 10) : 1;
	if (failing.on)
		atexit(report);
}

static void fail_once(void)
{
	static unsigned long calls;
	int status = 0;
	if (failing.busy)
		return;
	failing.busy = 1;
	if (!failing.known)
		learn();
	if (failing.on && calls++ % (failing.step ? failing.step : 1) == 0) {
		pid_t child = fork();
		if (child == 0) {
			close(2);
			memory_exhausted();
		}
		if (child > 0) {
			failing.count++;
			if (waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) != EXIT_MEMORY)
				failing.wrong++;
		}
	}
	failing.busy = 0;
}
#else
static void fail_once(void) { }
#endif

static void *given(void *memory, size_t size)
{
	if (!memory && size)
		memory_exhausted();
	return memory;
}

void *malloc(size_t size)
{
	fail_once();
	return given(__libc_malloc(size), size);
}

void *calloc(size_t count, size_t size)
{
	fail_once();
	if (size && count > SIZE_MAX / size)
		memory_exhausted();
	return given(__libc_calloc(count, size), count * size);
}

void *realloc(void *old, size_t size)
{
	fail_once();
	return given(__libc_realloc(old, size), size);
}

void *memalign(size_t alignment, size_t size)
{
	fail_once();
	return given(__libc_memalign(alignment, size), size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
	return memalign(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
	*out = memalign(alignment, size);
	return 0;
}
#endif
