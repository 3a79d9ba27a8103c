/* For this room alone: what the two forms of the verifier's report share. */
#ifndef SEAL_VERIFY_WORDS_H
#define SEAL_VERIFY_WORDS_H
#include "base/utc.h"
#include "seal/verify.h"

struct change_word { unsigned kind; const char *code, *text; };
extern const struct change_word change_words[];                    /* ends with kind 0; text to be translated */
const char *tampering_sentence(struct arena *arena, const struct tampering *tampering);
/* Why it is not valid, in words; NULL: it is. */
const char *judgement_why(const struct judgement *judgement);
unsigned later_changes(const struct verification *verification, size_t revision);     /* of all revisions behind one */
bool covers_whole(const struct verification *verification, const struct signature *signature);
const char *revocation_code(const struct revocation *revocation);  /* "good" … */
#endif
