/* libmicrohttpd does the talking. Two daemons, for 127.0.0.1 and for ::1, run in the caller's thread. A reader of /events is suspended while
 * there is nothing to tell.
 *
 * Other pages in the same browser must not read what is shown here. They can send requests to this address, and a name of theirs can be made
 * to point at it (DNS rebinding): whoever does not call us by a name of this machine gets nothing, nor does a page of another site. Nor do
 * other users of the machine (peer.h). */
#include "watch/server.h"
#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/language.h"
#include "base/memory.h"
#include "watch/peer.h"

enum { READERS_MAX = 24, CONNECTIONS_MAX = 64, IDLE_SECONDS = 15, REQUEST_MAX = 16 << 10, NONCE = 24 };

/* Somebody who listens to /events. */
struct reader {
	struct server *server;
	struct MHD_Connection *connection;
	struct reader *next;
	char *text;                /* what is being sent … */
	size_t length, sent;
	bool behind, greeted, suspended;       /* … and what there is to send then */
};

struct server {
	const struct proof *proof;
	const char *page;
	int port;
	struct MHD_Daemon *daemons[SERVER_DESCRIPTORS];
	int daemon_count;
	struct reader *readers;
	int reader_count;
};

/* ---- answers ---- */

static enum MHD_Result finish(struct MHD_Connection *connection, unsigned status, struct MHD_Response *response, const char *type)
{
	static const char *const headers[][2] = {
		{ "X-Content-Type-Options", "nosniff" }, { "X-Frame-Options", "DENY" }, { "Referrer-Policy", "no-referrer" },
		{ "Cross-Origin-Resource-Policy", "same-origin" }, { "Cross-Origin-Opener-Policy", "same-origin" },
	};
	for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++)
		MHD_add_response_header(response, headers[i][0], headers[i][1]);
	MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
	enum MHD_Result result = MHD_queue_response(connection, status, response);
	MHD_destroy_response(response);
	return result;
}

static struct MHD_Response *response_of(const void *data, size_t length, const char *caching)
{
	struct MHD_Response *response = MHD_create_response_from_buffer(length, (void *)data, MHD_RESPMEM_MUST_COPY);
	if (!response)
		memory_exhausted();
	MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, caching);
	return response;
}

static enum MHD_Result refuse(struct MHD_Connection *connection, unsigned status, const char *why)
{
	struct MHD_Response *response = response_of(why, strlen(why), "no-store");
	if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
		MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
	return finish(connection, status, response, "text/plain; charset=utf-8");
}

static void make_nonce(char nonce[NONCE + 1])
{
	unsigned char random[NONCE / 2];
	memset(random, 0, sizeof random);
	ssize_t got = getrandom(random, sizeof random, 0);     /* so few bytes come whole */
	(void)got;
	hex_write(nonce, (struct bytes){ random, sizeof random });
	nonce[NONCE] = '\0';
}

static enum MHD_Result send_page(struct server *server, struct MHD_Connection *connection)
{
	static const char mark[] = "@NONCE@";
	char nonce[NONCE + 1], policy[400], *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	const char *at = server->page, *found;
	if (!out)
		memory_exhausted();
	make_nonce(nonce);
	for (; (found = strstr(at, mark)) != NULL; at = found + sizeof mark - 1)
		fprintf(out, "%.*s%s", (int)(found - at), at, nonce);
	fputs(at, out);
	fclose(out);
	snprintf(policy, sizeof policy, "default-src 'none'; img-src 'self' data:; connect-src 'self'; script-src 'nonce-%s'; style-src 'nonce-%s'; base-uri 'none'; "
	         "form-action 'none'; frame-ancestors 'none'", nonce, nonce);
	struct MHD_Response *response = response_of(text, length, "no-store");
	free(text);
	MHD_add_response_header(response, "Content-Security-Policy", policy);
	return finish(connection, MHD_HTTP_OK, response, "text/html; charset=utf-8");
}

static char *state_text(const struct server *server, const char *before, const char *after, size_t *length)
{
	char *text = NULL;
	FILE *out = open_memstream(&text, length);
	if (!out)
		memory_exhausted();
	fputs(before, out);
	proof_print(server->proof, out);
	fputs(after, out);
	fclose(out);
	return text;
}

static enum MHD_Result send_state(struct server *server, struct MHD_Connection *connection)
{
	size_t length = 0;
	char *text = state_text(server, "", "\n", &length);
	struct MHD_Response *response = response_of(text, length, "no-store");
	free(text);
	return finish(connection, MHD_HTTP_OK, response, "application/json");
}

/* PRINT.png, 32 digits: it names what is seen, so it never changes. */
static enum MHD_Result send_picture(struct server *server, struct MHD_Connection *connection, const char *name)
{
	uint64_t print[2] = { 0, 0 };
	struct bytes picture;
	bool sound = strlen(name) == 36 && strcmp(name + 32, ".png") == 0;
	for (int i = 0; i < 32 && sound; i++) {
		int digit = hex_digit((unsigned char)name[i]);
		sound = digit >= 0;
		print[i / 16] = print[i / 16] << 4 | (unsigned)(digit & 15);
	}
	if (!sound || !proof_picture(server->proof, print, &picture))
		return refuse(connection, MHD_HTTP_NOT_FOUND, "there is no such picture\n");
	return finish(connection, MHD_HTTP_OK, response_of(picture.data, picture.length, "private, max-age=31536000, immutable"), "image/png");
}

/* ---- readers of /events (server-sent events, WHATWG HTML 9.2) ---- */

static void next_text(struct reader *reader)
{
	free(reader->text);
	reader->text = NULL;
	reader->length = reader->sent = 0;
	if (reader->behind)
		reader->text = state_text(reader->server, "event: state\ndata: ", "\n\n", &reader->length);
	else if (reader->greeted && (reader->text = strdup(":\n\n")) != NULL)
		reader->length = strlen(reader->text);
	reader->behind = reader->greeted = false;
}

static ssize_t read_events(void *context, uint64_t position, char *buffer, size_t room)
{
	struct reader *reader = context;
	(void)position;
	if (reader->sent == reader->length)
		next_text(reader);
	size_t left = reader->length - reader->sent, part = left < room ? left : room;
	if (part) {
		memcpy(buffer, reader->text + reader->sent, part);
	} else {
		reader->suspended = true;
		MHD_suspend_connection(reader->connection);
	}
	reader->sent += part;
	return (ssize_t)part;
}

static void forget_reader(void *context)
{
	struct reader *reader = context, **link = &reader->server->readers;
	while (*link != reader)
		link = &(*link)->next;
	*link = reader->next;
	reader->server->reader_count--;
	free(reader->text);
	free(reader);
}

static enum MHD_Result send_events(struct server *server, struct MHD_Connection *connection)
{
	if (server->reader_count >= READERS_MAX)
		return refuse(connection, MHD_HTTP_SERVICE_UNAVAILABLE, "too many pages are open; close some\n");
	struct reader *reader = calloc(1, sizeof *reader);
	*reader = (struct reader){ .server = server, .connection = connection, .next = server->readers, .behind = true };
	server->readers = reader;
	server->reader_count++;
	struct MHD_Response *response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 1 << 14, read_events, reader, forget_reader);
	if (!response)
		memory_exhausted();
	MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
	MHD_set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT, 0u);
	return finish(connection, MHD_HTTP_OK, response, "text/event-stream");
}

/* ---- requests ---- */

/* Is the server called by a name of this machine? */
static bool host_known(const struct server *server, const char *host)
{
	static const char *const names[] = { "127.0.0.1", "localhost", "[::1]" };
	char wanted[40];
	bool found = false;
	for (size_t i = 0; i < sizeof names / sizeof names[0] && host && !found; i++) {
		snprintf(wanted, sizeof wanted, "%s:%d", names[i], server->port);
		found = strcasecmp(host, wanted) == 0 || (server->port == 80 && strcasecmp(host, names[i]) == 0);
	}
	return found;
}

/* Fetch Metadata: what a page of another site makes the browser ask for. A link to the page itself may be followed. */
static bool foreign(struct MHD_Connection *connection, const char *path)
{
	const char *site = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Sec-Fetch-Site");
	return site && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0 && strcmp(path, "/") != 0;
}

static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *path, const char *method, const char *version,
                              const char *upload, size_t *upload_length, void **state)
{
	struct server *server = context;
	static const char pictures[] = "/page/";
	enum MHD_Result result;
	(void)version;
	(void)upload;
	if (!*state) {                 /* the head alone has come */
		*state = server;
		result = MHD_YES;
	} else if (*upload_length) {   /* nothing that is sent to us is read */
		*upload_length = 0;
		result = MHD_YES;
	} else if (!host_known(server, MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_HOST))) {
		result = refuse(connection, 421, "this server answers to 127.0.0.1 and localhost alone\n");
	} else if (foreign(connection, path)) {
		result = refuse(connection, MHD_HTTP_FORBIDDEN, "other sites have no access\n");
	} else if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0) {
		result = refuse(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "nothing can be changed here\n");
	} else if (strcmp(path, "/") == 0) {
		result = send_page(server, connection);
	} else if (strcmp(path, "/state") == 0) {
		result = send_state(server, connection);
	} else if (strcmp(path, "/events") == 0 && strcmp(method, "GET") == 0) {
		result = send_events(server, connection);
	} else if (strncmp(path, pictures, sizeof pictures - 1) == 0) {
		result = send_picture(server, connection, path + sizeof pictures - 1);
	} else {
		result = refuse(connection, MHD_HTTP_NOT_FOUND, "there is nothing of that name\n");
	}
	return result;
}

/* ---- sockets ---- */

union address { struct sockaddr any; struct sockaddr_in four; struct sockaddr_in6 six; };

static socklen_t loopback(union address *address, int family, int port)
{
	memset(address, 0, sizeof *address);
	if (family == AF_INET)
		address->four = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	else
		address->six = (struct sockaddr_in6){ .sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port), .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	return family == AF_INET ? sizeof address->four : sizeof address->six;
}

/* A listening socket, or -1 with errno. */
static int listen_on(int family, int port)
{
	union address address;
	const int on = 1;
	socklen_t length = loopback(&address, family, port);
	int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	bool well = fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0
	            && (family == AF_INET || setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on) == 0)
	            && bind(fd, &address.any, length) == 0 && listen(fd, SOMAXCONN) == 0;
	int error = errno;
	if (!well && fd >= 0)
		close(fd);
	errno = error;
	return well ? fd : -1;
}

static int port_of(int fd)
{
	union address address;
	socklen_t length = sizeof address;
	return getsockname(fd, &address.any, &length) ? 0 : ntohs(address.four.sin_port);
}

static enum MHD_Result admit(void *context, const struct sockaddr *address, socklen_t length)
{
	const struct server *server = context;
	(void)length;
	return peer_is_own(address, server->port) ? MHD_YES : MHD_NO;
}

static bool start(struct server *server, int fd)
{
	struct MHD_Daemon *daemon = MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, admit, server, answer, server, MHD_OPTION_LISTEN_SOCKET, fd,
	                                             MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
	                                             MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)REQUEST_MAX, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
	if (daemon)
		server->daemons[server->daemon_count++] = daemon;
	else
		close(fd);
	return daemon != NULL;
}

struct server *server_open(struct arena *arena, struct diagnostics *all, int port, const struct proof *proof, const char *page)
{
	struct server *server = arena_alloc(arena, sizeof *server);
	int four = listen_on(AF_INET, port), error = errno;
	*server = (struct server){ .proof = proof, .page = page, .port = four >= 0 ? port_of(four) : 0 };
	int six = four >= 0 ? listen_on(AF_INET6, server->port) : -1;      /* a machine may have none */
	bool well = four >= 0 && start(server, four);
	if (six >= 0 && well)
		start(server, six);
	else if (six >= 0)
		close(six);
	if (!well)
		REPORT(all, watch_port, NULL, arena_printf(arena, "%d", port), error_text(error));
	return well ? server : NULL;
}

void server_close(struct server *server)
{
	for (struct reader *reader = server ? server->readers : NULL; reader; reader = reader->next)
		if (reader->suspended)
			MHD_resume_connection(reader->connection);
	for (int i = 0; server && i < server->daemon_count; i++)
		MHD_stop_daemon(server->daemons[i]);
}

int server_port(const struct server *server) { return server->port; }

/* ---- in the caller's loop ---- */

int server_descriptors(const struct server *server, int fds[SERVER_DESCRIPTORS])
{
	for (int i = 0; i < server->daemon_count; i++)
		fds[i] = MHD_get_daemon_info(server->daemons[i], MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
	return server->daemon_count;
}

int server_wait(const struct server *server, int most)
{
	MHD_UNSIGNED_LONG_LONG timeout;
	for (int i = 0; i < server->daemon_count; i++)
		if (MHD_get_timeout(server->daemons[i], &timeout) == MHD_YES && timeout < (MHD_UNSIGNED_LONG_LONG)most)
			most = (int)timeout;
	return most;
}

void server_run(struct server *server)
{
	for (int i = 0; i < server->daemon_count; i++)
		MHD_run(server->daemons[i]);
}

static void wake(struct reader *reader)
{
	if (reader->suspended)
		MHD_resume_connection(reader->connection);
	reader->suspended = false;
}

void server_tell(struct server *server)
{
	for (struct reader *reader = server->readers; reader; reader = reader->next) {
		reader->behind = true;
		wake(reader);
	}
}

void server_greet(struct server *server)
{
	for (struct reader *reader = server->readers; reader; reader = reader->next) {
		reader->greeted = true;
		wake(reader);
	}
}
