/* Who is at the other end of a connection from this very machine. */
#ifndef WATCH_PEER_H
#define WATCH_PEER_H
#include <stdbool.h>
struct sockaddr;

/* Does that end belong to our own user, or to root (who can read everything anyhow)? Other users of a machine can reach its loopback addresses, and
 * what is set here may be secret. The system notes the owner of each socket in /proc/net/tcp (proc(5)); where that cannot be read, or names
 * no such socket, the answer is no. port: ours. */
bool peer_is_own(const struct sockaddr *address, int port);
#endif
