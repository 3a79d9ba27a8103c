#include "command.h"
#include <string.h>

bool command_choice(struct session *session, struct choices *choices, int option, const char *value)
{
	if (option == COMMAND_SET)
		choices_set(session->arena, choices, value);
	else if (option == COMMAND_FOR)
		choices->variant = value;
	return option == COMMAND_SET || option == COMMAND_FOR;
}

bool command_is_all(const char *output) { return strcmp(output, "all") == 0 || strcmp(output, "全部") == 0; }
