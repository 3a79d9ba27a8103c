/* Numbers as a spreadsheet shows them. Private to read/. */
#ifndef READ_NUMBER_FORMAT_H
#define READ_NUMBER_FORMAT_H
#include <stdbool.h>
struct arena;
/* The code of a built-in format (ECMA-376 18.8.30, Chinese forms for the regional ones); NULL if it has none. */
const char *number_format_builtin(int id);
/* value shown by a format code ("General", "0.00%", "yyyy年m月d日", "#,##0;-#,##0" …). date1904: the workbook counts days
 * from 1904. NULL if the code holds something that cannot be shown (a fraction, an unknown sign). */
const char *number_format_show(struct arena *arena, double value, const char *code, bool date1904);
#endif
