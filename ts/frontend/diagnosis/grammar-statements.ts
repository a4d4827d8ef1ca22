/**
 * The statements of Python 3.14 with their mistakes, in the notation of `notation.ts`.
 *
 * Rules named `mistake_…` match what is wrong and say so; they are tried only in the second
 * pass. The order of the alternatives is the order of CPython's grammar (PEP 617), because it
 * decides which of several possible messages is shown.
 */
export const STATEMENTS = `
file:
  | [statements] ENDMARKER
eval:
  | expressions NEWLINE* ENDMARKER
interactive:
  | statement_newline

statements:
  | statement+
statement:
  | compound_stmt
  | simple_stmts
statement_newline:
  | compound_stmt NEWLINE
  | simple_stmts
  | NEWLINE
  | ENDMARKER
simple_stmts:
  | simple_stmt !';' NEWLINE
  | ';'.simple_stmt+ [';'] NEWLINE
simple_stmt memo:
  | assignment
  | &"type" type_alias
  | star_expressions
  | &'return' return_stmt
  | &('import' | 'from') import_stmt
  | &'raise' raise_stmt
  | &'pass' pass_stmt
  | &'del' del_stmt
  | &'yield' yield_expr
  | &'assert' assert_stmt
  | &'break' break_stmt
  | &'continue' continue_stmt
  | &'global' 'global' ','.NAME+
  | &'nonlocal' 'nonlocal' ','.NAME+
compound_stmt:
  | &('def' | '@' | 'async') function_def
  | &'if' if_stmt
  | &('class' | '@') class_def
  | &('with' | 'async') with_stmt
  | &('for' | 'async') for_stmt
  | &'try' try_stmt
  | &'while' while_stmt
  | match_stmt

assignment:
  | NAME ':' expression ['=' annotated_rhs]
  | ('(' single_target ')' | single_subscript_attribute_target) ':' expression ['=' annotated_rhs]
  | (star_targets '=')+ annotated_rhs !'='
  | single_target augassign ~ annotated_rhs
  | mistake_assignment
annotated_rhs:
  | yield_expr
  | star_expressions
augassign:
  | '+='
  | '-='
  | '*='
  | '@='
  | '/='
  | '%='
  | '&='
  | '|='
  | '^='
  | '<<='
  | '>>='
  | '**='
  | '//='
mistake_assignment:
  | a=mistake_annotation_target ':' expression => error a: only single target (not %name) can be annotated
  | a=star_named_expression ',' star_named_expressions* ':' expression => error a: only single target (not tuple) can be annotated
  | a=expression ':' expression => error a: illegal target for annotation
  | (star_targets '=')* a=star_expressions '=' => !assign_target
  | (star_targets '=')* a=yield_expr '=' => error a: assignment to yield expression not possible
  | a=star_expressions augassign annotated_rhs => error a: '%name' is an illegal expression for augmented assignment
mistake_annotation_target:
  | list
  | tuple
  | '(' a=mistake_annotation_target ')' => a

return_stmt:
  | 'return' [star_expressions]
raise_stmt:
  | 'raise' expression 'from' expression
  | 'raise' expression
  | 'raise'
pass_stmt:
  | 'pass' => Pass
break_stmt:
  | 'break' => Break
continue_stmt:
  | 'continue' => Continue
del_stmt:
  | 'del' del_targets &(';' | NEWLINE)
  | mistake_del
mistake_del:
  | 'del' a=star_expressions => !delete_target
assert_stmt:
  | 'assert' expression [',' expression]

import_stmt memo:
  | mistake_import
  | 'import' dotted_as_names
  | 'from' ('.' | '...')* dotted_name 'import' import_from_targets
  | 'from' ('.' | '...')+ 'import' import_from_targets
import_from_targets:
  | '(' import_from_as_names [','] ')'
  | import_from_as_names !','
  | '*'
  | mistake_import_from_targets
import_from_as_names:
  | ','.import_from_as_name+
import_from_as_name:
  | mistake_import_from_as_name
  | NAME ['as' NAME]
dotted_as_names:
  | ','.dotted_as_name+
dotted_as_name:
  | mistake_dotted_as_name
  | dotted_name ['as' NAME]
dotted_name left:
  | dotted_name '.' NAME
  | NAME
mistake_import:
  | a='import' ','.dotted_name+ 'from' dotted_name => error a-: Did you mean to use 'from ... import ...' instead?
  | 'import' a=NEWLINE => error a-: Expected one or more names after 'import'
mistake_dotted_as_name:
  | dotted_name 'as' !(NAME (',' | ')' | ';' | NEWLINE)) a=expression => error a: cannot use %name as import target
mistake_import_from_as_name:
  | NAME 'as' !(NAME (',' | ')' | ';' | NEWLINE)) a=expression => error a: cannot use %name as import target
mistake_import_from_targets:
  | import_from_as_names ',' NEWLINE => error: trailing comma not allowed without surrounding parentheses
  | a=NEWLINE => error a-: Expected one or more names after 'import'

type_alias:
  | "type" NAME [type_params] '=' expression
type_params:
  | mistake_type_params
  | '[' ','.type_param+ [','] ']'
type_param memo:
  | NAME [':' expression] ['=' expression]
  | mistake_type_param
  | '*' NAME ['=' star_expression]
  | '**' NAME ['=' expression]
mistake_type_params:
  | '[' a=']' => error a-: Type parameter list cannot be empty
mistake_type_param:
  | '*' NAME a=':' b=expression => !type_var_tuple_bound
  | '**' NAME a=':' b=expression => !param_spec_bound

block memo:
  | NEWLINE INDENT statements DEDENT
  | simple_stmts
  | mistake_block
mistake_block:
  | NEWLINE !INDENT => indent: expected an indented block
decorators:
  | ('@' named_expression NEWLINE)+
class_def:
  | decorators class_def_raw
  | class_def_raw
class_def_raw:
  | mistake_class
  | 'class' NAME [type_params] ['(' [arguments] ')'] ':' block
mistake_class:
  | 'class' NAME [type_params] ['(' [arguments] ')'] NEWLINE => error: expected ':'
  | a='class' NAME [type_params] ['(' [arguments] ')'] ':' NEWLINE !INDENT => indent a: expected an indented block after class definition on line %line
function_def:
  | decorators function_def_raw
  | function_def_raw
function_def_raw:
  | mistake_def
  | 'def' NAME [type_params] '(' [params] ')' ['->' expression] ':' block
  | 'async' 'def' NAME [type_params] '(' [params] ')' ['->' expression] ':' block
mistake_def:
  | ['async'] a='def' NAME [type_params] '(' [params] ')' ['->' expression] ':' NEWLINE !INDENT => indent a: expected an indented block after function definition on line %line
  | ['async'] 'def' NAME [type_params] &&'(' [params] ')' ['->' expression] &&':' block

if_stmt:
  | mistake_if
  | 'if' named_expression ':' block elif_stmt
  | 'if' named_expression ':' block [else_block]
elif_stmt:
  | mistake_elif
  | 'elif' named_expression ':' block elif_stmt
  | 'elif' named_expression ':' block [else_block]
else_block:
  | mistake_else
  | 'else' &&':' block
while_stmt:
  | mistake_while
  | 'while' named_expression ':' block [else_block]
for_stmt:
  | mistake_for
  | 'for' star_targets 'in' ~ star_expressions ':' block [else_block]
  | 'async' 'for' star_targets 'in' ~ star_expressions ':' block [else_block]
  | mistake_for_target
mistake_if:
  | 'if' named_expression NEWLINE => error: expected ':'
  | a='if' named_expression ':' NEWLINE !INDENT => indent a: expected an indented block after 'if' statement on line %line
mistake_elif:
  | 'elif' named_expression NEWLINE => error: expected ':'
  | a='elif' named_expression ':' NEWLINE !INDENT => indent a: expected an indented block after 'elif' statement on line %line
mistake_else:
  | a='else' ':' NEWLINE !INDENT => indent a: expected an indented block after 'else' statement on line %line
  | 'else' ':' block 'elif' => error: 'elif' block follows an 'else' block
mistake_while:
  | 'while' named_expression NEWLINE => error: expected ':'
  | a='while' named_expression ':' NEWLINE !INDENT => indent a: expected an indented block after 'while' statement on line %line
mistake_for:
  | ['async'] 'for' star_targets 'in' star_expressions NEWLINE => error: expected ':'
  | ['async'] a='for' star_targets 'in' star_expressions ':' NEWLINE !INDENT => indent a: expected an indented block after 'for' statement on line %line
mistake_for_target:
  | ['async'] 'for' a=star_expressions => !for_target

with_stmt:
  | mistake_with_indent
  | 'with' '(' ','.with_item+ [','] ')' ':' block
  | 'with' ','.with_item+ ':' block
  | 'async' 'with' '(' ','.with_item+ [','] ')' ':' block
  | 'async' 'with' ','.with_item+ ':' block
  | mistake_with
with_item:
  | expression 'as' star_target &(',' | ')' | ':')
  | mistake_with_item
  | expression
mistake_with_item:
  | expression 'as' a=expression &(',' | ')' | ':') => !assign_target
mistake_with:
  | ['async'] 'with' ','.(expression ['as' star_target])+ NEWLINE => error: expected ':'
  | ['async'] 'with' '(' ','.(expressions ['as' star_target])+ [','] ')' NEWLINE => error: expected ':'
mistake_with_indent:
  | ['async'] a='with' ','.(expression ['as' star_target])+ ':' NEWLINE !INDENT => indent a: expected an indented block after 'with' statement on line %line
  | ['async'] a='with' '(' ','.(expressions ['as' star_target])+ [','] ')' ':' NEWLINE !INDENT => indent a: expected an indented block after 'with' statement on line %line

try_stmt:
  | mistake_try
  | 'try' &&':' block finally_block
  | 'try' &&':' block except_block+ [else_block] [finally_block]
  | 'try' &&':' block except_star_block+ [else_block] [finally_block]
except_block:
  | mistake_except_indent
  | 'except' expression ':' block
  | 'except' expression 'as' NAME ':' block
  | 'except' expressions ':' block
  | 'except' ':' block
  | mistake_except
except_star_block:
  | mistake_except_star_indent
  | 'except' '*' expression ':' block
  | 'except' '*' expression 'as' NAME ':' block
  | 'except' '*' expressions ':' block
  | mistake_except_star
finally_block:
  | mistake_finally
  | 'finally' &&':' block
mistake_try:
  | a='try' ':' NEWLINE !INDENT => indent a: expected an indented block after 'try' statement on line %line
  | 'try' ':' block !('except' | 'finally') => error: expected 'except' or 'finally' block
  | 'try' ':' block* except_block+ a='except' b='*' expression ['as' NAME] ':' => error a-b: cannot have both 'except' and 'except*' on the same 'try'
  | 'try' ':' block* except_star_block+ a='except' [expression ['as' NAME]] ':' => error a: cannot have both 'except' and 'except*' on the same 'try'
mistake_except:
  | 'except' a=expression ',' expressions 'as' NAME ':' => error a-: multiple exception types must be parenthesized when using 'as'
  | 'except' expression ['as' NAME] NEWLINE => error: expected ':'
  | 'except' NEWLINE => error: expected ':'
  | 'except' expression 'as' a=expression ':' block => error a: cannot use except statement with %name
mistake_except_star:
  | 'except' '*' a=expression ',' expressions 'as' NAME ':' => error a-: multiple exception types must be parenthesized when using 'as'
  | 'except' '*' expression ['as' NAME] NEWLINE => error: expected ':'
  | 'except' '*' (NEWLINE | ':') => error: expected one or more exception types
  | 'except' '*' expression 'as' a=expression ':' block => error a: cannot use except* statement with %name
mistake_finally:
  | a='finally' ':' NEWLINE !INDENT => indent a: expected an indented block after 'finally' statement on line %line
mistake_except_indent:
  | a='except' expression ['as' NAME] ':' NEWLINE !INDENT => indent a: expected an indented block after 'except' statement on line %line
  | a='except' ':' NEWLINE !INDENT => indent a: expected an indented block after 'except' statement on line %line
mistake_except_star_indent:
  | a='except' '*' expression ['as' NAME] ':' NEWLINE !INDENT => indent a: expected an indented block after 'except*' statement on line %line
`;
