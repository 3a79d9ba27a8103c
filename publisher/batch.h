/* Many editions in one run: a parent reads the list, warms the fonts and hands editions out one at a time; workers, forked from it, set them.
 * What a worker does to one edition cannot harm another: a fresh arena and fresh diagnostics each, and a worker that dies is replaced.
 *
 *   batch_list.c     arguments → editions            batch_fresh.c   is a file that was made still that of its sources?
 *   batch_pool.c     the parent: who does what       batch_state.c   what earlier runs have made, beside the files; the lock
 *   batch_work.c     a worker: one edition           batch_report.c  report, progress, a line a failure
 *   batch_record.c   what is known of one file, as a line of text */
#ifndef BATCH_H
#define BATCH_H
#include <stdint.h>
#include <time.h>
#include "base/sha256.h"
#include "pipeline.h"

enum { BATCH_SHARDS_MOST = 100000 };

enum batch_status { BATCH_WAITING, BATCH_RENDERED, BATCH_CURRENT, BATCH_FAILED, BATCH_CRASHED, BATCH_TIMED_OUT, BATCH_NO_MEMORY, BATCH_STATUSES };
extern const char *const batch_status_names[BATCH_STATUSES];       /* as in the report */

struct batch_edition {
	const char *source;        /* as listed, seen from here */
	const char *identity;      /* its INI's real path; NULL: there is none */
	struct place at;           /* in the list */
	size_t number;             /* in the whole list, from 1, whatever the shard */
};

/* ---- what is known of one finished file: a line of the state file, a message of a worker, an object of the report ---- */

enum batch_text { TEXT_SOURCE, TEXT_IDENTITY, TEXT_VARIANT, TEXT_OUTPUT, TEXT_BASIS, TEXT_INPUTS, TEXT_SHA256, TEXT_ERROR, TEXT_SAID, TEXT_DIAGNOSTICS, BATCH_TEXTS };
enum batch_number {
	NUMBER_PAGES, NUMBER_SHEETS, NUMBER_WARNINGS, NUMBER_ERRORS, NUMBER_WALL /* µs */, NUMBER_CPU /* µs */, NUMBER_PEAK /* KiB */,
	NUMBER_SIZE, NUMBER_INODE, NUMBER_MODIFIED, NUMBER_MODIFIED_NS, NUMBER_CHANGED, NUMBER_CHANGED_NS, BATCH_NUMBERS
};

struct batch_record {
	enum batch_status status;
	const char *texts[BATCH_TEXTS];        /* "" where there is nothing. OUTPUT: within the folder of outputs. BASIS, INPUTS: batch_fresh.c; ERROR: the
	                                          first one in words; SAID: what came to standard error; DIAGNOSTICS: an array of JSON in one line */
	int64_t numbers[BATCH_NUMBERS];        /* from SIZE on: the output's, as the system notes them */
	const char **dependencies;             /* + read, - was not there, = known by size and time; then the absolute path */
	size_t dependency_count;
};

const char *batch_record_line(struct arena *arena, const struct batch_record *record);     /* without an end of line */
/* line: becomes the record's strings; the array is in the arena. -1: it is no such line, such as one that was cut off. */
int batch_record_read(struct arena *arena, char *line, struct batch_record *out);
void batch_record_mark(struct batch_record *record, const struct file_mark *mark);
bool batch_record_marked(const struct batch_record *record, const struct file_mark *mark); /* is it that very file, untouched? */

/* ---- what is wanted ---- */

struct batch_request {
	const char *out, *report;  /* folder, file */
	int workers, timeout;      /* timeout: seconds for an edition, 0: none */
	int64_t memory;            /* bytes for a worker, 0: no bound */
	int shard, shards;         /* 1 of 1: all */
	bool stop;                 /* at the first failure */
	struct choices choices;    /* for all editions alike */
	bool all;                  /* each edition as it stands and in each of its outputs; else in the chosen one */
	struct bytes passphrases;  /* for the keys of all editions, a line each; of each edition anew */
};

struct batch_unit {            /* one file to be made */
	const struct batch_edition *edition;
	const char *variant;       /* NULL: the edition as it stands */
	size_t rank;               /* among the edition's */
	bool split;                /* its outputs are not known yet */
	enum batch_status status;
	const char *output;        /* once it was claimed; within the folder of outputs */
	off_t offset;              /* of its record, in the state file … */
	size_t length;             /* … or 0: */
	const char *line;          /* one of an earlier run */
};

struct batch {
	struct session *session;
	struct batch_request request;
	struct batch_edition *editions;
	size_t count, listed;      /* of this shard; of the whole list */
	char list_sha256[SHA256_TEXT];     /* of the sorted names of the whole list */
	struct batch_unit **units;
	size_t unit_count, unit_capacity;
	struct fonts *fonts;
	struct sha256 *sum;
	struct batch_state *state;
	char basis[SHA256_TEXT];   /* of all that holds for every edition */
	int64_t started;           /* seconds since 1970 … */
	struct timespec begun;     /* … and by the clock that nobody sets */
	size_t failed;
	const struct batch_said **said;        /* by edition: what was printed of it (batch_report.c) */
	int interrupted;           /* number of the signal; else 0 */
};

struct batch_unit *batch_add_unit(struct batch *batch, const struct batch_edition *edition, const char *variant, size_t rank);
/* The first error in words. One in a file that others share, or in what is set for the run, is said to be of that edition. */
const char *batch_first_error(const struct diagnostics *all, struct arena *arena, const char *source);
const char *batch_diagnostics(struct arena *arena, struct diagnostics *all);   /* an array of JSON in one line */
struct batch_unit **batch_ordered(const struct batch *batch);      /* the units in the order of the list, in the session's arena */

/* ---- the stages ---- */

/* Editions of the arguments that are this shard's. What is wrong with the list is reported; what is named but not there is an edition
 * without identity. -1: the list itself cannot be read, or there is none. */
int batch_list(struct batch *batch, char *const *arguments, int count);

/* A hash of program, libraries, fonts and options. */
int batch_basis(struct batch *batch);
/* What the job has read, from when it was loaded. */
void batch_dependencies(struct session *session, const struct job *job, struct batch_record *record);
/* TEXT_INPUTS of a job that was just set; "" if a source has changed meanwhile or is no file: then it is never current. */
void batch_inputs(struct batch *batch, struct session *session, const struct job *job, struct batch_record *record);
/* Is the output there as it was written, and would the same come again? */
bool batch_current(struct batch *batch, struct session *session, const struct batch_record *record);
/* Hash and marks of the file that was written. -1 with a diagnostic. */
int batch_hash_output(struct batch *batch, struct session *session, const char *path, struct batch_record *record);

/* Locks the folder and reads what earlier runs have left. -1 with a diagnostic. */
int batch_state_open(struct batch *batch);
/* The last line of that edition and variant, lent, else NULL. arena: for what that takes. */
const char *batch_state_lookup(const struct batch_state *state, struct arena *arena, const char *identity, const char *variant);
int batch_state_append(struct batch *batch, struct batch_unit *unit, const char *line);    /* -1 with a diagnostic */
/* The record of a unit that has one. -1: it cannot be read. */
int batch_state_record(struct batch *batch, const struct batch_unit *unit, struct arena *arena, struct batch_record *out);
/* Puts the records of this run and what still holds of the earlier ones into a new file, without what is no longer so. */
int batch_state_settle(struct batch *batch);
/* Names, in the folder of outputs, of files that earlier runs have made and that are not this run's: of editions that now have another
 * name, that failed or are no longer listed. None after a run that was not brought to its end. */
size_t batch_state_left_over(struct batch *batch, const char ***out);
void batch_state_close(struct batch_state *state);
void batch_state_forget_lock(const struct batch_state *state);     /* in a worker: the lock ends with the parent */

/* Keeps the record of a unit that no worker has brought to an end; known: what else is known of it, its status, the first error. -1 with a
 * diagnostic. */
int batch_failure(struct batch *batch, struct batch_unit *unit, struct batch_record *known, struct diagnostics *all);
/* Sets all that is not current. -1 with a diagnostic: no worker can be started, or the state cannot be kept. */
int batch_run(struct batch *batch);

/* A worker's life: takes tasks from the socket until that is closed. */
enum { BATCH_NAME_MOST = 1000 };
struct batch_task { size_t edition; bool plain; };     /* number in batch->editions; a variant's name follows if not plain */
enum batch_message { BATCH_TASK, BATCH_SPLIT, BATCH_NAMES, BATCH_CLAIM, BATCH_GRANTED, BATCH_REFUSED, BATCH_IS_CURRENT, BATCH_DONE };
struct batch_head { uint32_t message, length; };
int batch_send(int socket, enum batch_message message, const void *data, size_t length);   /* -1: nobody listens */
_Noreturn void batch_work(struct batch *batch, int socket);

const char *batch_said(struct arena *arena, int fd);   /* what came to a worker's standard error, a file of the parent's that outlives it */

struct batch_progress;
struct batch_progress *batch_progress_new(struct batch *batch);    /* NULL: standard error is no terminal, or JSON is wanted there */
void batch_progress_show(struct batch_progress *progress, size_t done, size_t failed);
void batch_progress_end(struct batch_progress *progress, size_t done, size_t failed);
void batch_say_failure(struct batch *batch, struct batch_progress *progress, const struct batch_edition *edition, const char *line);     /* once */
int batch_report(struct batch *batch);     /* -1 with a diagnostic */
#endif
