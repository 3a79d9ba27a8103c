#include "command.h"

bool command_choice(struct session *session, struct choices *choices, int option, const char *value)
{
	if (option == COMMAND_SET)
		choices_set(session->arena, choices, value);
	else if (option == COMMAND_FOR)
		choices->variant = value;
	return option == COMMAND_SET || option == COMMAND_FOR;
}
