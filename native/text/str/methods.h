/* Methods of str, spread over the str_*.c files by topic; str_type.c has the table. */
#pragma once
#include "text/str.h"
#include "text/unicode.h"

#define STR_METHOD(name) Value name(Ctx *ctx, Value self, const Value *args, uint32_t nargs, Value kwnames)

/* TypeError "WHAT must be str, not X" */
bool need_str(Ctx *ctx, Value v, const char *what);

/* str_search.c */
STR_METHOD(str_m_find);
STR_METHOD(str_m_rfind);
STR_METHOD(str_m_index);
STR_METHOD(str_m_rindex);
STR_METHOD(str_m_count);
STR_METHOD(str_m_startswith);
STR_METHOD(str_m_endswith);
STR_METHOD(str_m_removeprefix);
STR_METHOD(str_m_removesuffix);
STR_METHOD(str_m_replace);
int str_contains(Ctx *ctx, Value self, Value item);

/* str_case.c */
STR_METHOD(str_m_upper);
STR_METHOD(str_m_lower);
STR_METHOD(str_m_title);
STR_METHOD(str_m_capitalize);
STR_METHOD(str_m_swapcase);
STR_METHOD(str_m_casefold);
STR_METHOD(str_m_isalpha);
STR_METHOD(str_m_isdecimal);
STR_METHOD(str_m_isdigit);
STR_METHOD(str_m_isnumeric);
STR_METHOD(str_m_isalnum);
STR_METHOD(str_m_isspace);
STR_METHOD(str_m_isprintable);
STR_METHOD(str_m_islower);
STR_METHOD(str_m_isupper);
STR_METHOD(str_m_istitle);
STR_METHOD(str_m_isascii);
STR_METHOD(str_m_isidentifier);

/* str_split.c */
STR_METHOD(str_m_split);
STR_METHOD(str_m_rsplit);
STR_METHOD(str_m_splitlines);
STR_METHOD(str_m_partition);
STR_METHOD(str_m_rpartition);
STR_METHOD(str_m_join);
STR_METHOD(str_m_strip);
STR_METHOD(str_m_lstrip);
STR_METHOD(str_m_rstrip);

/* str_layout.c */
STR_METHOD(str_m_center);
STR_METHOD(str_m_ljust);
STR_METHOD(str_m_rjust);
STR_METHOD(str_m_zfill);
STR_METHOD(str_m_expandtabs);
STR_METHOD(str_m_translate);
STR_METHOD(str_m_maketrans);

/* str_format.c */
STR_METHOD(str_m_format);
STR_METHOD(str_m_format_map);
