/* Shared by the fuzz targets. */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/diagnostic.h"
#include "read/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void require(int truth)
{
	if (!truth)
		abort();
}
#endif
