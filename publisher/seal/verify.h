/* A whole file verified: its revisions, what each changed, and every signature and time stamp, the newest first. */
#ifndef SEAL_VERIFY_H
#define SEAL_VERIFY_H
#include <stdio.h>
#include "finished/changes.h"
#include "seal/judge.h"

struct verification {
	const char *file;                  /* as the user named it */
	struct revisions revisions;
	struct signatures signatures;
	struct changes *changes;           /* by revision; NULL: nothing is signed */
	struct judgement *judgements;      /* newest first; signatures.count of them */
	size_t signed_count, stamp_count;  /* signatures (seals too), and document time stamps */
	bool tampered;                     /* a change that nothing explains, or bytes behind the last revision */
	enum verdict verdict;              /* of the whole; INVALID for a file that nobody signed */
	int64_t now;
};

struct verify_request {
	const struct trust *trust;         /* NULL: nobody is trusted */
	int64_t now;                       /* judged as of this time */
};

/* 0 with *out filled, whatever the verdict is; -1 with a diagnostic: the file is damaged. Lends from file. */
int verify_file(struct arena *arena, struct pdf_file *file, const struct verify_request *request, struct verification *out);

/* The report in words, and as one JSON object (the page hongtou(1) says what it has). */
void verification_print(const struct verification *verification, FILE *out);
void verification_print_json(const struct verification *verification, FILE *out);
const char *signature_form_text(enum signature_form form);         /* translated; static storage */
const char *signature_form_code(enum signature_form form);
#endif
