/* Methods of str, in the files of this folder by subject; type.c has the table. */
#pragma once
#include "call/call.h"
#include "text/str.h"
#include "text/unicode.h"

/* ---- search.c ---- */
/* TypeError "WHAT must be str, not X" */
bool need_str(Ctx *ctx, Value v, const char *what);
SHARED_METHOD(str_m_find);
SHARED_METHOD(str_m_rfind);
SHARED_METHOD(str_m_index);
SHARED_METHOD(str_m_rindex);
SHARED_METHOD(str_m_count);
SHARED_METHOD(str_m_startswith);
SHARED_METHOD(str_m_endswith);
SHARED_METHOD(str_m_removeprefix);
SHARED_METHOD(str_m_removesuffix);
SHARED_METHOD(str_m_replace);
int str_contains(Ctx *ctx, Value self, Value item);

/* ---- case.c ---- */
SHARED_METHOD(str_m_upper);
SHARED_METHOD(str_m_lower);
SHARED_METHOD(str_m_title);
SHARED_METHOD(str_m_capitalize);
SHARED_METHOD(str_m_swapcase);
SHARED_METHOD(str_m_casefold);
SHARED_METHOD(str_m_isalpha);
SHARED_METHOD(str_m_isdecimal);
SHARED_METHOD(str_m_isdigit);
SHARED_METHOD(str_m_isnumeric);
SHARED_METHOD(str_m_isalnum);
SHARED_METHOD(str_m_isspace);
SHARED_METHOD(str_m_isprintable);
SHARED_METHOD(str_m_islower);
SHARED_METHOD(str_m_isupper);
SHARED_METHOD(str_m_istitle);
SHARED_METHOD(str_m_isascii);
SHARED_METHOD(str_m_isidentifier);

/* ---- split.c ---- */
SHARED_METHOD(str_m_split);
SHARED_METHOD(str_m_rsplit);
SHARED_METHOD(str_m_splitlines);
SHARED_METHOD(str_m_partition);
SHARED_METHOD(str_m_rpartition);
SHARED_METHOD(str_m_join);
SHARED_METHOD(str_m_strip);
SHARED_METHOD(str_m_lstrip);
SHARED_METHOD(str_m_rstrip);

/* ---- layout.c ---- */
SHARED_METHOD(str_m_center);
SHARED_METHOD(str_m_ljust);
SHARED_METHOD(str_m_rjust);
SHARED_METHOD(str_m_zfill);
SHARED_METHOD(str_m_expandtabs);
SHARED_METHOD(str_m_translate);
SHARED_METHOD(str_m_maketrans);

/* ---- format.c ---- */
SHARED_METHOD(str_m_format);
SHARED_METHOD(str_m_format_map);
