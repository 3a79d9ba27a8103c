/* A process of its own for work that may crash, hang or be overtaken. It starts with all that its parent has in memory, and tells the parent
 * through a pipe (wire.h) what it finds. */
#ifndef WATCH_WORKER_H
#define WATCH_WORKER_H
#include <sys/types.h>
#include "watch/wire.h"

struct worker { pid_t process; int fd; struct wire_reader reader; int64_t started; };    /* process 0: none runs */

int64_t worker_clock(void);                            /* milliseconds since some moment; never goes back */
/* 0, or an errno. work gets the pipe's end; the process ends when it returns, and with the parent. */
int worker_start(struct worker *worker, void (*work)(const void *context, int fd), const void *context);
void worker_kill(struct worker *worker);               /* with all that it has started; waits for it. None running: nothing */
int worker_end(struct worker *worker);                 /* waits for one that has closed its pipe; as program_wait */
#endif
