/* What workers tell the watching process, and what that keeps of pages and pictures. */
#include "unit.h"
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include "watch/proof.h"
#include "watch/worker.h"

static struct bytes bytes(const void *data, size_t length) { return (struct bytes){ data, length }; }

static void send_some(const void *context, int fd)
{
	const struct wire_messages counts = { 2, 3 };
	const char *how = context;
	wire_send(fd, WIRE_MESSAGES, bytes(&counts, sizeof counts), bytes("text\0[]", 7));
	wire_send(fd, WIRE_SET, bytes(NULL, 0), bytes(NULL, 0));
	if (strcmp(how, "torn") == 0 && write(fd, "\0\0\0\0\xFF", 5) == 5)
		raise(SIGKILL);
	if (strcmp(how, "mad") == 0 && write(fd, "nonsense nonsense", 17) == 17)
		pause();
}

/* What comes of a worker: how many records, how reading ended, its exit code. */
static void outcome_of(const char *how, int out[3])
{
	struct worker worker = { 0 };
	struct wire_record record;
	size_t taken = 0;
	assert_int_equal(worker_start(&worker, send_some, how), 0);
	out[0] = 0;
	out[1] = 1;
	while (out[1] == 1) {
		out[1] = wire_read(&worker.reader, worker.fd);
		taken = 0;
		while (wire_next(&worker.reader, &taken, &record)) {
			if (out[0]++ == 0) {
				assert_int_equal(record.kind, WIRE_MESSAGES);
				assert_memory_equal(record.rest.data, "text\0[]", 8);
				assert_int_equal(record.rest.length, 7);
			}
		}
		if (wire_done(&worker.reader, taken))
			out[1] = -1;
	}
	out[2] = worker_end(&worker);
	assert_int_equal(worker.process, 0);
}

static void workers_are_heard(void **state)
{
	int out[3];
	(void)state;
	outcome_of("well", out);
	assert_memory_equal(out, ((int[]){ 2, 0, 0 }), sizeof out);
	outcome_of("torn", out);
	assert_memory_equal(out, ((int[]){ 2, 0, 128 + SIGKILL }), sizeof out);
}

static void mad_workers_are_given_up(void **state)
{
	int out[3];
	(void)state;
	outcome_of("mad", out);
	assert_int_equal(out[1], -1);
	assert_int_equal(out[2], 128 + SIGKILL);
}

static void set(struct proof *proof, int count, uint64_t version)
{
	proof_begin(proof);
	for (int i = 1; i <= count; i++)
		proof_add_page(proof, &(struct wire_page){ .print = { (uint64_t)i, i == 2 ? version : 0 }, .number = i, .width = 1000, .height = 2000 }, "[]");
	proof_accept(proof);
}

static int changed(const struct proof *proof)
{
	const struct proof_page *pages;
	int count = proof_pages(proof, &pages), result = 0;
	for (int i = 0; i < count; i++)
		result += pages[i].changed;
	return result;
}

static void changes_are_seen(void **state)
{
	struct proof *proof = proof_new("july", "july.pdf");
	(void)state;
	set(proof, 3, 1);
	assert_int_equal(changed(proof), 0);
	set(proof, 3, 2);
	assert_int_equal(changed(proof), 1);
	set(proof, 5, 2);
	assert_int_equal(changed(proof), 2);
	proof_begin(proof);                                /* what is not accepted leaves things as they are */
	assert_int_equal(changed(proof), 2);
	proof_free(proof);
}

static void pictures_are_kept_for_a_while(void **state)
{
	enum { SIZE = 9 << 20 };
	struct proof *proof = proof_new("july", "july.pdf");
	unsigned char *picture = calloc(1, SIZE);
	struct bytes got;
	(void)state;
	for (uint64_t version = 1; version <= 6; version++) {
		set(proof, 3, version);
		proof_add_picture(proof, (uint64_t[]){ 2, version }, bytes(picture, SIZE));
		proof_add_picture(proof, (uint64_t[]){ 7, 7 }, bytes(picture, SIZE));      /* of no page */
	}
	assert_false(proof_picture(proof, (uint64_t[]){ 7, 7 }, &got));
	assert_true(proof_picture(proof, (uint64_t[]){ 2, 6 }, &got));
	assert_int_equal(got.length, SIZE);
	assert_true(proof_picture(proof, (uint64_t[]){ 2, 5 }, &got));
	assert_true(proof_picture(proof, (uint64_t[]){ 2, 3 }, &got));
	assert_false(proof_picture(proof, (uint64_t[]){ 2, 1 }, &got));
	free(picture);
	proof_free(proof);
}

static void many_pages_have_no_pictures(void **state)
{
	struct proof *proof = proof_new("a\"b", "july.pdf");
	char *text = NULL;
	size_t length, count = 0;
	(void)state;
	set(proof, PROOF_PICTURES + 10, 1);
	proof_messages(proof, &(struct wire_messages){ 1, 0 }, "x", "[\n{\"line\":1}\n]\n");
	FILE *out = open_memstream(&text, &length);
	proof_print(proof, out);
	fclose(out);
	for (const char *at = text; (at = strstr(at, "\"picture\":null")) != NULL; at++)
		count++;
	assert_int_equal(count, 10);
	assert_null(strchr(text, '\n'));
	assert_non_null(strstr(text, "\"edition\":\"a\\\"b\""));
	assert_non_null(strstr(text, "\"messages\":[{\"line\":1}]}"));
	free(text);
	proof_free(proof);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(workers_are_heard), cmocka_unit_test(mad_workers_are_given_up), cmocka_unit_test(changes_are_seen),
		cmocka_unit_test(pictures_are_kept_for_a_while), cmocka_unit_test(many_pages_have_no_pictures),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
