/* A web server for one reader: the person at this machine. It answers on the loopback addresses alone, and only with the page, what the page
 * shows, and news of that. */
#ifndef WATCH_SERVER_H
#define WATCH_SERVER_H
#include "base/arena.h"
#include "base/diagnostic.h"
#include "watch/proof.h"

enum { SERVER_DESCRIPTORS = 2 };

struct server;
/* port: 0 for any that is free. page: HTML in which @NONCE@ stands for the one-time word of its script and style. NULL with a diagnostic. */
struct server *server_open(struct arena *arena, struct diagnostics *all, int port, const struct proof *proof, const char *page);
void server_close(struct server *server);
int server_port(const struct server *server);

/* Without threads: wait until one of the descriptors is readable or the time is over, then run. */
int server_descriptors(const struct server *server, int fds[SERVER_DESCRIPTORS]);      /* how many */
int server_wait(const struct server *server, int most);                                /* milliseconds */
void server_run(struct server *server);
void server_tell(struct server *server);               /* the proof has changed: all readers hear of it */
void server_greet(struct server *server);              /* a word to all readers, which shows who has gone; about every ten seconds */
#endif
