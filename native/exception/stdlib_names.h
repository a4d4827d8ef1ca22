#pragma once
#include <stdbool.h>
#include <stddef.h>

bool is_stdlib_module(const char *name, size_t n);
const char *stdlib_module_names(void); /* all of them, with a blank before and after each */
