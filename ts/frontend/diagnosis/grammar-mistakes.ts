/**
 * The mistakes in expressions that have a message of their own, in the notation of `notation.ts`.
 */

/**
 * Rules that exist once for f-strings and once for t-strings. The text of a format specification is that of an
 * f-string in both, as in CPython's grammar: in a t-string it is what must not be there.
 */
function templateMistakes(letter: 'f' | 't'): string {
  const says = `error next: ${letter}-string:`;
  return `
mistake_${letter}string_field:
  | '{' a='=' => error a: ${letter}-string: valid expression required before '='
  | '{' a='!' => error a: ${letter}-string: valid expression required before '!'
  | '{' a=':' => error a: ${letter}-string: valid expression required before ':'
  | '{' a='}' => error a: ${letter}-string: valid expression required before '}'
  | '{' !annotated_rhs => ${says} expecting a valid expression after '{'
  | '{' annotated_rhs !('=' | '!' | ':' | '}') => ${says} expecting '=', or '!', or ':', or '}'
  | '{' annotated_rhs '=' !('!' | ':' | '}') => ${says} expecting '!', or ':', or '}'
  | '{' annotated_rhs ['='] mistake_${letter}string_conversion
  | '{' annotated_rhs ['='] ['!' NAME] !(':' | '}') => ${says} expecting ':' or '}'
  | '{' annotated_rhs ['='] ['!' NAME] ':' fstring_spec_middle* !'}' => ${says} expecting '}', or format specs
  | '{' annotated_rhs ['='] ['!' NAME] !'}' => ${says} expecting '}'
mistake_${letter}string_conversion:
  | '!' &(':' | '}') => ${says} missing conversion character
  | '!' !NAME => ${says} invalid conversion character
`;
}

export const MISTAKES = `
mistake_expression:
  | STRING a=(!STRING b=expression_plain => b)+ STRING => error a-a: invalid syntax. Is this intended to be part of the string?
  | !(NAME STRING | SOFT_KEYWORD) a=disjunction b=expression_plain => !missing_comma
  | a=disjunction 'if' b=disjunction !('else' | ':') => error a-b: expected 'else' after 'if' expression
  | disjunction 'if' disjunction 'else' !expression => error next: expected expression after 'else', but statement is given
  | a=(pass_stmt | break_stmt | continue_stmt) 'if' disjunction 'else' simple_stmt => error a: expected expression before 'if', but statement is given
  | a='lambda' [lambda_params] b=':' &FSTRING_MIDDLE => error a-b: f-string: lambda expressions are not allowed without parentheses
  | a='lambda' [lambda_params] b=':' &TSTRING_MIDDLE => error a-b: t-string: lambda expressions are not allowed without parentheses
mistake_legacy:
  | a=NAME !'(' b=star_expressions => !legacy_statement
mistake_named_expression memo:
  | a=expression ':=' expression => error a: cannot use assignment expressions with %name
  | a=NAME '=' b=bitwise_or !('=' | ':=') => error a-b: invalid syntax. Maybe you meant '==' or ':=' instead of '='?
  | !(list | tuple | genexp | 'True' | 'None' | 'False') a=bitwise_or '=' bitwise_or !('=' | ':=') => error a: cannot assign to %name here. Maybe you meant '==' instead of '='?
mistake_unequal:
  | a='<' b='>' => !angle_brackets
mistake_arithmetic:
  | sum ('+' | '-' | '*' | '/' | '%' | '//' | '@') a='not' b=inversion => error a-b: 'not' after an operator must be parenthesized
mistake_factor:
  | ('+' | '-' | '~') a='not' b=factor => error a-b: 'not' after an operator must be parenthesized
mistake_group:
  | '(' a=starred_expression ')' => error a: cannot use starred expression here
  | '(' a='**' expression ')' => error a: cannot use double starred expression here
mistake_mixed_strings:
  | a=(fstring | string)+ b=tstring => !mixed_strings
  | a=tstring+ b=(fstring | string) => !mixed_strings

mistake_comprehension:
  | ('[' | '(' | '{') a=starred_expression for_if_clauses => error a: iterable unpacking cannot be used in comprehension
  | ('[' | '{') a=star_named_expression ',' b=star_named_expressions for_if_clauses => !comprehension_target
  | ('[' | '{') a=star_named_expression b=',' for_if_clauses => error a-b: did you forget parentheses around the comprehension target?
mistake_dict_comprehension:
  | '{' a='**' bitwise_or for_if_clauses '}' => error a: dict unpacking cannot be used in dict comprehension
mistake_for_if_clause:
  | ['async'] 'for' (bitwise_or (',' bitwise_or)* [',']) !'in' => error: 'in' expected after for-loop variables

mistake_double_starred_kvpairs:
  | ','.double_starred_kvpair+ ',' mistake_kvpair
  | expression ':' a='*' bitwise_or => error a-: cannot use a starred expression in a dictionary value
  | expression a=':' &('}' | ',') => error a: expression expected after dictionary key and ':'
mistake_kvpair:
  | a=expression !':' => !missing_colon
  | expression ':' a='*' bitwise_or => error a-: cannot use a starred expression in a dictionary value
  | expression a=':' &('}' | ',') => error a: expression expected after dictionary key and ':'

mistake_arguments:
  | ((','.(starred_expression | (assignment_expression | expression !':=') !'=')+ ',' kwargs) | kwargs) a=',' ','.(starred_expression !'=')+ => error a-: iterable argument unpacking follows keyword argument unpacking
  | a=expression b=for_if_clauses ',' [args | expression for_if_clauses] => !unparenthesized_generator
  | a=NAME b='=' expression for_if_clauses => error a-b: invalid syntax. Maybe you meant '==' or ':=' instead of '='?
  | [args ','] a=NAME b='=' &(',' | ')') => error a-b: expected argument value expression
  | a=args b=for_if_clauses => !generator_after_arguments
  | args ',' a=expression b=for_if_clauses => !unparenthesized_generator
  | a=args ',' args => !positional_after_keyword
mistake_kwarg:
  | a=('True' | 'False' | 'None') b='=' => error a-b: cannot assign to %text
  | a=NAME b='=' expression for_if_clauses => error a-b: invalid syntax. Maybe you meant '==' or ':=' instead of '='?
  | !(NAME '=') a=expression b='=' => error a-b: expression cannot contain assignment, perhaps you meant "=="?
  | a='**' expression '=' b=expression => error a-b: cannot assign to keyword argument unpacking
mistake_starred_unpacking:
  | a='*' expression '=' b=expression => error a-b: cannot assign to iterable argument unpacking
mistake_starred:
  | '*' => error: Invalid star expression

mistake_parameters:
  | a='/' ',' => error a: at least one argument must precede /
  | (slash_no_default | slash_with_default) param_maybe_default* a='/' => error a: / may appear only once
  | [slash_no_default] param_no_default* (slash_with_default | param_with_default+) a=param_no_default => error a: parameter without a default follows parameter with a default
  | param_no_default* a='(' param_no_default+ [','] b=')' => error a-b: Function parameters cannot be parenthesized
  | [slash_no_default | slash_with_default] param_maybe_default* '*' (',' | param_no_default) param_maybe_default* a='/' => error a: / must be ahead of *
  | param_maybe_default+ '/' a='*' => error a: expected comma between / and *
mistake_default:
  | a='=' &(')' | ',') => error a: expected default value expression
mistake_star_etc:
  | a='*' (')' | ',' (')' | '**')) => error a: named arguments must follow bare *
  | '*' param a='=' => error a: var-positional argument cannot have default value
  | '*' (param_no_default | ',') param_maybe_default* a='*' (param_no_default | ',') => error a: * argument may appear only once
mistake_kwds:
  | '**' param a='=' => error a: var-keyword argument cannot have default value
  | '**' param ',' a=param => error a: arguments cannot follow var-keyword argument
  | '**' param ',' a=('*' | '**' | '/') => error a: arguments cannot follow var-keyword argument
mistake_lambda_parameters:
  | a='/' ',' => error a: at least one argument must precede /
  | (lambda_slash_no_default | lambda_slash_with_default) lambda_param_maybe_default* a='/' => error a: / may appear only once
  | [lambda_slash_no_default] lambda_param_no_default* (lambda_slash_with_default | lambda_param_with_default+) a=lambda_param_no_default => error a: parameter without a default follows parameter with a default
  | lambda_param_no_default* a='(' ','.lambda_param+ [','] b=')' => error a-b: Lambda expression parameters cannot be parenthesized
  | [lambda_slash_no_default | lambda_slash_with_default] lambda_param_maybe_default* '*' (',' | lambda_param_no_default) lambda_param_maybe_default* a='/' => error a: / must be ahead of *
  | lambda_param_maybe_default+ '/' a='*' => error a: expected comma between / and *
mistake_lambda_star_etc:
  | '*' (':' | ',' (':' | '**')) => error: named arguments must follow bare *
  | '*' lambda_param a='=' => error a: var-positional argument cannot have default value
  | '*' (lambda_param_no_default | ',') lambda_param_maybe_default* a='*' (lambda_param_no_default | ',') => error a: * argument may appear only once
mistake_lambda_kwds:
  | '**' lambda_param a='=' => error a: var-keyword argument cannot have default value
  | '**' lambda_param ',' a=lambda_param => error a: arguments cannot follow var-keyword argument
  | '**' lambda_param ',' a=('*' | '**' | '/') => error a: arguments cannot follow var-keyword argument
${templateMistakes('f')}${templateMistakes('t')}`;
