/* Module _sre: the engine behind re. */
#include "modules/_sre/sre.h"

FUNCTION(f_compile) { return sre_pattern_new(ctx, args); }
FUNCTION(f_template) {
  if (class_of(ctx, args[0]) != sre_state(ctx)->pattern)
    return raise_format(ctx, EXC_TypeError, "template() argument 1 must be re.Pattern, not %T", args[0]), V_NULL;
  return sre_template_new(ctx, args[0], args[1]);
}
FUNCTION(f_getcodesize) { return int_tag(sizeof(uint32_t)); }

static bool character(Ctx *ctx, Value v, uint32_t *c) { return object_c_int(ctx, v, (int32_t *)c); }
FUNCTION(f_ascii_iscased) {
  uint32_t c;
  return character(ctx, args[0], &c) ? bool_tag(c < 128 && (c | 32) - 'a' < 26) : V_NULL;
}
FUNCTION(f_ascii_tolower) {
  uint32_t c;
  return character(ctx, args[0], &c) ? int_tag((int32_t)sre_lower_ascii(c)) : V_NULL;
}
FUNCTION(f_unicode_iscased) {
  uint32_t c;
  if (!character(ctx, args[0], &c)) return V_NULL;
  return bool_tag(c != sre_lower_unicode(c) || c != sre_upper_unicode(c));
}
FUNCTION(f_unicode_tolower) {
  uint32_t c;
  return character(ctx, args[0], &c) ? int_tag((int32_t)sre_lower_unicode(c)) : V_NULL;
}

static const CFuncDef functions[] = {
    FUNCTION_ROW_NAMED("compile", f_compile, 6, 6, "pattern flags code groups groupindex indexgroup", NULL),
    FUNCTION_ROW("template", f_template, 2, 2, "Keeps a parsed replacement: literal texts and group numbers in turn."),
    FUNCTION_ROW("getcodesize", f_getcodesize, 0, 0, NULL),
    FUNCTION_ROW("ascii_iscased", f_ascii_iscased, 1, 1, NULL),
    FUNCTION_ROW("ascii_tolower", f_ascii_tolower, 1, 1, NULL),
    FUNCTION_ROW("unicode_iscased", f_unicode_iscased, 1, 1, NULL),
    FUNCTION_ROW("unicode_tolower", f_unicode_tolower, 1, 1, NULL),
    {0},
};
static const ModuleClass hidden[] = {
    {offsetof(SreState, pattern), sre_make_pattern_class},
    {offsetof(SreState, match), sre_make_match_class},
    {offsetof(SreState, scanner), sre_make_scanner_class},
    {offsetof(SreState, template_), sre_make_template_class},
    {0},
};

static bool init(Ctx *ctx, Value module) {
  return module_add(ctx, module, "MAGIC", int_tag(SRE_MAGIC)) &&
         module_add(ctx, module, "CODESIZE", int_tag(sizeof(uint32_t))) &&
         module_add(ctx, module, "MAXREPEAT", int_tag(SRE_MAXREPEAT)) &&
         module_add(ctx, module, "MAXGROUPS", int_tag(SRE_MAXGROUPS));
}

MODULE(_sre, .doc = "The engine of regular expressions: runs what re._compiler makes.", .functions = {functions},
       .hidden = hidden, .state_size = sizeof(SreState), .init = init);
