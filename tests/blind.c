/* Preloaded: a system on which nothing more can be watched. */
#include <errno.h>
int inotify_init1(int flags);
int inotify_init1(int flags)
{
	(void)flags;
	errno = EMFILE;
	return -1;
}
