#include "watch/peer.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool own(const char *table, const char *address, unsigned from, unsigned to)
{
	char line[512], local[33];
	unsigned local_port, remote_port, user;
	bool found = false, result = false;
	FILE *file = fopen(table, "re");
	while (file && !found && fgets(line, sizeof line, file)) {
		found = sscanf(line, " %*d: %32[0-9A-F]:%x %*[0-9A-F]:%x %*x %*x:%*x %*x:%*x %*x %u", local, &local_port, &remote_port, &user) == 4
		        && strcmp(local, address) == 0 && local_port == from && remote_port == to;
		result = found && (user == 0 || user == geteuid());
	}
	if (file)
		fclose(file);
	return result;
}

/* The table shows an address as the words that the machine holds it in. */
static void shown(char *out, const void *address, int words)
{
	for (int i = 0; i < words; i++) {
		unsigned word;
		memcpy(&word, (const char *)address + 4 * i, sizeof word);
		sprintf(out + 8 * i, "%08X", word);
	}
}

bool peer_is_own(const struct sockaddr *address, int port)
{
	char text[33] = "";
	bool result = false;
	if (address->sa_family == AF_INET) {
		const struct sockaddr_in *four = (const struct sockaddr_in *)address;
		shown(text, &four->sin_addr, 1);
		result = own("/proc/net/tcp", text, ntohs(four->sin_port), (unsigned)port);
	} else if (address->sa_family == AF_INET6) {
		const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)address;
		shown(text, &six->sin6_addr, 4);
		result = own("/proc/net/tcp6", text, ntohs(six->sin6_port), (unsigned)port);
	}
	return result;
}
