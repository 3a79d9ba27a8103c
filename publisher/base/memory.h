/* Out of memory, in one place. The program replaces malloc, calloc, realloc and aligned_alloc for itself and for every
 * library it links (memory.c): a request that cannot be met writes one message and ends the process with
 * EXIT_MEMORY before anything can be half written. A file in the making has no name yet (file.h), so none is left. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H
enum { EXIT_MEMORY = 4 };
_Noreturn void memory_exhausted(void);
#endif
