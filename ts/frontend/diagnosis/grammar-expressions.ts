/**
 * Expressions, targets, arguments, parameters and string literals, with their mistakes, in the notation of
 * `notation.ts`. As in `grammar-statements.ts`, the order of the alternatives is CPython's.
 */
export const EXPRESSIONS = `
expressions:
  | a=expression b=(',' c=expression => c)+ [','] => Tuple
  | a=expression ',' => Tuple
  | expression
expression memo:
  | mistake_expression
  | mistake_legacy
  | disjunction 'if' disjunction 'else' expression => IfExp
  | disjunction
  | lambdef
expression_plain plain:
  | disjunction 'if' disjunction 'else' expression => IfExp
  | disjunction
  | lambdef
yield_expr:
  | 'yield' 'from' expression => Yield
  | 'yield' [star_expressions] => Yield
star_expressions:
  | a=star_expression b=(',' c=star_expression => c)+ [','] => Tuple
  | a=star_expression ',' => Tuple
  | star_expression
star_expression memo:
  | '*' a=bitwise_or => Starred
  | expression
star_named_expressions:
  | a=','.star_named_expression+ [','] => Items
star_named_expression:
  | '*' a=bitwise_or => Starred
  | named_expression
assignment_expression:
  | NAME ':=' ~ expression => NamedExpr
named_expression:
  | assignment_expression
  | mistake_named_expression
  | a=expression !':=' => a
disjunction memo:
  | conjunction ('or' conjunction)+ => BoolOp
  | conjunction
conjunction memo:
  | inversion ('and' inversion)+ => BoolOp
  | inversion
inversion memo:
  | 'not' inversion => UnaryOp
  | comparison
comparison:
  | a=bitwise_or b=compare_pair+ => Compare
  | bitwise_or
compare_pair:
  | '==' bitwise_or
  | noteq bitwise_or
  | '<=' bitwise_or
  | '<' bitwise_or
  | '>=' bitwise_or
  | '>' bitwise_or
  | 'not' 'in' bitwise_or
  | 'in' bitwise_or => In
  | 'is' 'not' bitwise_or
  | 'is' bitwise_or
  | mistake_unequal
noteq:
  | a='!=' => !not_equal
bitwise_or left:
  | bitwise_or '|' bitwise_xor => BinOp
  | bitwise_xor
bitwise_xor left:
  | bitwise_xor '^' bitwise_and => BinOp
  | bitwise_and
bitwise_and left:
  | bitwise_and '&' shift_expr => BinOp
  | shift_expr
shift_expr left:
  | shift_expr '<<' sum => BinOp
  | shift_expr '>>' sum => BinOp
  | mistake_arithmetic
  | sum
sum left:
  | sum '+' term => BinOp
  | sum '-' term => BinOp
  | term
term left:
  | term '*' factor => BinOp
  | term '/' factor => BinOp
  | term '//' factor => BinOp
  | term '%' factor => BinOp
  | term '@' factor => BinOp
  | mistake_factor
  | factor
factor memo:
  | '+' factor => UnaryOp
  | '-' factor => UnaryOp
  | '~' factor => UnaryOp
  | power
power:
  | await_primary '**' factor => BinOp
  | await_primary
await_primary memo:
  | 'await' primary => Await
  | primary
primary left:
  | primary '.' NAME => Attribute
  | primary genexp => Call
  | primary '(' [arguments] ')' => Call
  | primary '[' slices ']' => Subscript
  | atom
slices:
  | a=slice !',' => a
  | ','.(slice | starred_expression)+ [',']
slice:
  | [expression] ':' [expression] [':' [expression]]
  | named_expression
atom:
  | NAME => Name
  | 'True' => Constant
  | 'False' => Constant
  | 'None' => Constant
  | &(STRING | FSTRING_START | TSTRING_START) strings
  | a=NUMBER => !number
  | &'(' (tuple | group | genexp)
  | &'[' (list | listcomp)
  | &'{' (dict | set | dictcomp | setcomp)
  | '...' => Constant
group:
  | '(' a=(yield_expr | named_expression) ')' => a
  | mistake_group
lambdef:
  | 'lambda' [lambda_params] ':' expression => Lambda
list:
  | '[' elts=[star_named_expressions] ']' => List
tuple:
  | '(' elts=[a=star_named_expression ',' b=[star_named_expressions] => Items] ')' => Tuple
set:
  | '{' star_named_expressions '}' => Set
dict:
  | '{' [double_starred_kvpairs] '}' => Dict
  | '{' mistake_double_starred_kvpairs '}'
double_starred_kvpairs:
  | ','.double_starred_kvpair+ [',']
double_starred_kvpair:
  | '**' bitwise_or
  | kvpair
kvpair:
  | expression ':' expression
for_if_clauses:
  | for_if_clause+
for_if_clause:
  | 'async' 'for' star_targets 'in' ~ a=disjunction b=('if' c=disjunction => c)* => Clause
  | 'for' star_targets 'in' ~ a=disjunction b=('if' c=disjunction => c)* => Clause
  | mistake_for_if_clause
  | mistake_for_target
listcomp:
  | '[' named_expression for_if_clauses ']' => ListComp
  | mistake_comprehension
setcomp:
  | '{' named_expression for_if_clauses '}' => SetComp
  | mistake_comprehension
genexp:
  | '(' (assignment_expression | expression !':=') for_if_clauses ')' => GeneratorExp
  | mistake_comprehension
dictcomp:
  | '{' kvpair for_if_clauses '}' => DictComp
  | mistake_dict_comprehension

arguments memo:
  | a=args [','] &')' => a
  | mistake_arguments
args:
  | a=','.(starred_expression | a=(assignment_expression | b=expression !':=' => b) !'=' => a)+ b=[',' k=kwargs => k] => Arguments
  | b=kwargs => Arguments
kwargs:
  | a=','.kwarg_or_starred+ ',' b=','.kwarg_or_double_starred+ => Items
  | ','.kwarg_or_starred+
  | ','.kwarg_or_double_starred+
starred_expression:
  | mistake_starred_unpacking
  | '*' a=expression => Starred
  | mistake_starred
kwarg_or_starred:
  | mistake_kwarg
  | NAME '=' expression => Keyword
  | starred_expression
kwarg_or_double_starred:
  | mistake_kwarg
  | NAME '=' expression => Keyword
  | '**' expression => DoubleStarred

star_targets:
  | a=star_target !',' => a
  | a=star_target b=(',' c=star_target => c)* [','] => Tuple
star_target memo:
  | '*' (!'*' star_target)
  | target_with_star_atom
target_with_star_atom memo:
  | t_primary '.' NAME !t_lookahead
  | t_primary '[' slices ']' !t_lookahead
  | star_atom
star_atom:
  | NAME
  | '(' target_with_star_atom ')'
  | '(' [star_targets_tuple] ')'
  | '[' [','.star_target+ [',']] ']'
star_targets_tuple:
  | star_target (',' star_target)+ [',']
  | star_target ','
single_target:
  | single_subscript_attribute_target
  | NAME
  | '(' single_target ')'
single_subscript_attribute_target:
  | t_primary '.' NAME !t_lookahead
  | t_primary '[' slices ']' !t_lookahead
t_primary left:
  | t_primary '.' NAME &t_lookahead
  | t_primary '[' slices ']' &t_lookahead
  | t_primary genexp &t_lookahead
  | t_primary '(' [arguments] ')' &t_lookahead
  | atom &t_lookahead
t_lookahead:
  | '('
  | '['
  | '.'
del_targets:
  | ','.del_target+ [',']
del_target memo:
  | t_primary '.' NAME !t_lookahead
  | t_primary '[' slices ']' !t_lookahead
  | NAME
  | '(' del_target ')'
  | '(' [del_targets] ')'
  | '[' [del_targets] ']'

params:
  | mistake_parameters
  | parameters
parameters:
  | slash_no_default param_no_default* param_with_default* [star_etc]
  | slash_with_default param_with_default* [star_etc]
  | param_no_default+ param_with_default* [star_etc]
  | param_with_default+ [star_etc]
  | star_etc
slash_no_default:
  | param_no_default+ '/' ','
  | param_no_default+ '/' &')'
slash_with_default:
  | param_no_default* param_with_default+ '/' ','
  | param_no_default* param_with_default+ '/' &')'
star_etc:
  | mistake_star_etc
  | '*' param_no_default param_maybe_default* [kwds]
  | '*' param_star_annotation param_maybe_default* [kwds]
  | '*' ',' param_maybe_default+ [kwds]
  | kwds
kwds:
  | mistake_kwds
  | '**' param_no_default
param_no_default:
  | a=param ',' => a
  | a=param &')' => a
param_star_annotation:
  | NAME ':' star_expression ','
  | NAME ':' star_expression &')'
param_with_default:
  | param default ','
  | param default &')'
param_maybe_default:
  | param [default] ','
  | param [default] &')'
param:
  | NAME [':' expression]
default:
  | '=' expression
  | mistake_default
lambda_params:
  | mistake_lambda_parameters
  | lambda_parameters
lambda_parameters:
  | lambda_slash_no_default lambda_param_no_default* lambda_param_with_default* [lambda_star_etc]
  | lambda_slash_with_default lambda_param_with_default* [lambda_star_etc]
  | lambda_param_no_default+ lambda_param_with_default* [lambda_star_etc]
  | lambda_param_with_default+ [lambda_star_etc]
  | lambda_star_etc
lambda_slash_no_default:
  | lambda_param_no_default+ '/' ','
  | lambda_param_no_default+ '/' &':'
lambda_slash_with_default:
  | lambda_param_no_default* lambda_param_with_default+ '/' ','
  | lambda_param_no_default* lambda_param_with_default+ '/' &':'
lambda_star_etc:
  | mistake_lambda_star_etc
  | '*' lambda_param_no_default lambda_param_maybe_default* [lambda_kwds]
  | '*' ',' lambda_param_maybe_default+ [lambda_kwds]
  | lambda_kwds
lambda_kwds:
  | mistake_lambda_kwds
  | '**' lambda_param_no_default
lambda_param_no_default:
  | a=lambda_param ',' => a
  | a=lambda_param &':' => a
lambda_param_with_default:
  | lambda_param default ','
  | lambda_param default &':'
lambda_param_maybe_default:
  | lambda_param [default] ','
  | lambda_param [default] &':'
lambda_param:
  | NAME

strings memo:
  | mistake_mixed_strings
  | a=(fstring | string)+ => !concatenate
  | tstring+ => TemplateStr
string:
  | a=STRING => !string
fstring:
  | a=FSTRING_START fstring_middle* b=FSTRING_END => !template
fstring_middle:
  | fstring_replacement_field
  | FSTRING_MIDDLE
fstring_replacement_field:
  | '{' annotated_rhs ['='] [fstring_conversion] [fstring_format_spec] '}'
  | mistake_fstring_field
fstring_conversion:
  | a='!' b=NAME => !fstring_conversion
fstring_format_spec:
  | ':' fstring_spec_middle*
fstring_spec_middle:
  | a=FSTRING_MIDDLE => !text
  | fstring_replacement_field
tstring memo:
  | a=TSTRING_START tstring_middle* b=TSTRING_END => !template
tstring_middle:
  | tstring_replacement_field
  | TSTRING_MIDDLE
tstring_replacement_field:
  | '{' annotated_rhs ['='] [tstring_conversion] [tstring_format_spec] '}'
  | mistake_tstring_field
tstring_conversion:
  | a='!' b=NAME => !tstring_conversion
tstring_format_spec:
  | ':' tstring_spec_middle*
tstring_spec_middle:
  | a=TSTRING_MIDDLE => !text
  | tstring_replacement_field
`;
