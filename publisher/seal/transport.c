/* One request, one answer, by libcurl. */
#include "seal/transport.h"
#include <curl/curl.h>
#include <string.h>
#include "base/arena.h"
#include "base/diagnostic.h"

enum { MOST_MS = 20000, CONNECT_MS = 10000, MOST_BYTES = 64 << 20, REDIRECTIONS = 3 };

struct receiving {
	struct arena *arena;
	unsigned char *data;
	size_t length, capacity, most;
	bool too_large;
};

static size_t receive(char *data, size_t size, size_t count, void *user)
{
	struct receiving *receiving = user;
	size_t length = size * count;
	if (length > receiving->most - receiving->length) {
		receiving->too_large = true;
		return 0;                  /* ends the transfer */
	}
	ARENA_GROW(receiving->arena, receiving->data, &receiving->capacity, receiving->length + length + 1);
	memcpy(receiving->data + receiving->length, data, length);
	receiving->length += length;
	return length;
}

/* CURLOPT_FAILONERROR makes a status of 400 and more an error of its own. "Expect:" off: servers of old do not know it. */
static struct curl_slist *set(CURL *curl, const struct transport_request *request, struct receiving *receiving)
{
	struct curl_slist *heads = curl_slist_append(NULL, "Expect:");
	long most = request->most_ms ? request->most_ms : MOST_MS;
	curl_easy_setopt(curl, CURLOPT_URL, request->url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
	curl_easy_setopt(curl, CURLOPT_MAXREDIRS, (long)REDIRECTIONS);
	curl_easy_setopt(curl, CURLOPT_POSTREDIR, (long)CURL_REDIR_POST_ALL);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, most);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, most < CONNECT_MS ? most : (long)CONNECT_MS);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, "hongtou/" HONGTOU_VERSION);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, receive);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, receiving);
	if (request->body.data) {
		char head[200];
		snprintf(head, sizeof head, "Content-Type: %s", request->content_type);
		heads = curl_slist_append(heads, head);
		curl_easy_setopt(curl, CURLOPT_POST, 1L);
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->body.data);
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.length);
	}
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, heads);
	return heads;
}

static enum transport_outcome outcome_of(CURLcode code)
{
	static const struct { CURLcode code; enum transport_outcome outcome; } outcomes[] = {
		{ CURLE_OK, TRANSPORT_OK }, { CURLE_URL_MALFORMAT, TRANSPORT_ADDRESS }, { CURLE_UNSUPPORTED_PROTOCOL, TRANSPORT_ADDRESS },
		{ CURLE_COULDNT_RESOLVE_HOST, TRANSPORT_NAME }, { CURLE_COULDNT_RESOLVE_PROXY, TRANSPORT_NAME },
		{ CURLE_COULDNT_CONNECT, TRANSPORT_REFUSED }, { CURLE_OPERATION_TIMEDOUT, TRANSPORT_TIMEOUT },
		{ CURLE_SSL_CONNECT_ERROR, TRANSPORT_TLS }, { CURLE_PEER_FAILED_VERIFICATION, TRANSPORT_TLS }, { CURLE_SSL_CERTPROBLEM, TRANSPORT_TLS },
		{ CURLE_SSL_CACERT_BADFILE, TRANSPORT_TLS }, { CURLE_HTTP_RETURNED_ERROR, TRANSPORT_STATUS },
	};
	for (size_t i = 0; i < sizeof outcomes / sizeof outcomes[0]; i++)
		if (outcomes[i].code == code)
			return outcomes[i].outcome;
	return TRANSPORT_BROKEN;
}

int transport_fetch(struct arena *arena, const struct transport_request *request, struct transport_answer *out)
{
	char words[CURL_ERROR_SIZE] = "";
	long status = 0;
	struct receiving receiving = { .arena = arena, .most = request->most_bytes ? request->most_bytes : MOST_BYTES };
	CURL *curl = curl_easy_init();
	*out = (struct transport_answer){ .outcome = TRANSPORT_BROKEN, .detail = "libcurl" };
	if (!curl)
		return -1;
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, words);
	struct curl_slist *heads = set(curl, request, &receiving);
	CURLcode code = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	out->outcome = receiving.too_large ? TRANSPORT_TOO_LARGE : outcome_of(code);
	if (out->outcome == TRANSPORT_STATUS)
		out->detail = arena_printf(arena, "%ld", status);
	else
		out->detail = arena_strdup(arena, words[0] ? words : curl_easy_strerror(code));
	if (out->outcome == TRANSPORT_OK)
		out->body = (struct bytes){ receiving.length ? receiving.data : (unsigned char *)"", receiving.length };
	curl_slist_free_all(heads);
	curl_easy_cleanup(curl);
	return out->outcome == TRANSPORT_OK ? 0 : -1;
}

int transport_report(struct diagnostics *all, const struct transport_request *request, const struct transport_answer *answer)
{
	const char *url = request->url, *detail = answer->detail;
	switch (answer->outcome) {
	case TRANSPORT_ADDRESS: return REPORT(all, server_address, NULL, url);
	case TRANSPORT_NAME: return REPORT(all, server_name, NULL, url);
	case TRANSPORT_REFUSED: return REPORT(all, server_refused, NULL, url);
	case TRANSPORT_TIMEOUT: return REPORT(all, server_timeout, NULL, url);
	case TRANSPORT_TLS: return REPORT(all, server_tls, NULL, url, detail);
	case TRANSPORT_STATUS: return REPORT(all, server_status, NULL, url, detail);
	case TRANSPORT_TOO_LARGE: return REPORT(all, server_too_large, NULL, url);
	default: return REPORT(all, server_broken, NULL, url, detail);
	}
}
