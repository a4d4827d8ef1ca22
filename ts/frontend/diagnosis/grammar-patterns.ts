/**
 * `match` statements and their patterns, with their mistakes, in the notation of `notation.ts`.
 */
export const PATTERNS = `
match_stmt:
  | "match" subject_expr ':' NEWLINE INDENT case_block+ DEDENT
  | mistake_match
subject_expr:
  | star_named_expression ',' [star_named_expressions]
  | named_expression
case_block:
  | mistake_case
  | "case" patterns [guard] ':' block
guard:
  | 'if' named_expression
mistake_match:
  | "match" subject_expr NEWLINE => error: expected ':'
  | a="match" subject_expr ':' NEWLINE !INDENT => indent a: expected an indented block after 'match' statement on line %line
mistake_case:
  | "case" patterns [guard] NEWLINE => error: expected ':'
  | a="case" patterns [guard] ':' NEWLINE !INDENT => indent a: expected an indented block after 'case' statement on line %line

patterns:
  | open_sequence_pattern
  | pattern
pattern:
  | as_pattern
  | or_pattern
as_pattern:
  | or_pattern 'as' pattern_capture_target
  | mistake_as_pattern
mistake_as_pattern:
  | or_pattern 'as' a="_" => error a: cannot use '_' as a target
  | or_pattern 'as' a=expression => error a: cannot use %name as pattern target
or_pattern:
  | '|'.closed_pattern+
closed_pattern memo:
  | literal_pattern
  | pattern_capture_target
  | "_"
  | attr !('.' | '(' | '=')
  | '(' pattern ')'
  | sequence_pattern
  | mapping_pattern
  | class_pattern
literal_pattern:
  | signed_number !('+' | '-')
  | complex_number
  | strings
  | 'None'
  | 'True'
  | 'False'
literal_expr:
  | signed_number !('+' | '-')
  | complex_number
  | strings
  | 'None'
  | 'True'
  | 'False'
complex_number:
  | signed_real_number ('+' | '-') imaginary_number
signed_number:
  | NUMBER
  | '-' NUMBER
signed_real_number:
  | real_number
  | '-' real_number
real_number:
  | a=NUMBER => !real_number
imaginary_number:
  | a=NUMBER => !imaginary_number
pattern_capture_target:
  | !"_" NAME !('.' | '(' | '=')
attr left:
  | name_or_attr '.' NAME
name_or_attr:
  | attr
  | NAME
sequence_pattern:
  | '[' [maybe_sequence_pattern] ']'
  | '(' [open_sequence_pattern] ')'
open_sequence_pattern:
  | maybe_star_pattern ',' [maybe_sequence_pattern]
maybe_sequence_pattern:
  | ','.maybe_star_pattern+ [',']
maybe_star_pattern:
  | star_pattern
  | pattern
star_pattern memo:
  | '*' pattern_capture_target
  | '*' "_"
mapping_pattern:
  | '{' '}'
  | '{' double_star_pattern [','] '}'
  | '{' items_pattern ',' double_star_pattern [','] '}'
  | '{' items_pattern [','] '}'
items_pattern:
  | ','.key_value_pattern+
key_value_pattern:
  | (literal_expr | attr) ':' pattern
double_star_pattern:
  | '**' a=pattern_capture_target => a
class_pattern:
  | name_or_attr '(' ')'
  | name_or_attr '(' positional_patterns [','] ')'
  | name_or_attr '(' keyword_patterns [','] ')'
  | name_or_attr '(' positional_patterns ',' keyword_patterns [','] ')'
  | mistake_class_pattern
positional_patterns:
  | ','.pattern+
keyword_patterns:
  | ','.keyword_pattern+
keyword_pattern:
  | NAME '=' pattern
mistake_class_pattern:
  | name_or_attr '(' [positional_patterns ','] keyword_patterns ',' a=positional_patterns => error a-a: positional patterns follow keyword patterns
`;
