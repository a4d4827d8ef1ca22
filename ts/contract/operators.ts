/** Arguments of bytecodes that are numbers of something: operators, comparisons, intrinsics, constants. All are CPython 3.14's. */

/** Binary operators by C's name, in the order of BINARY_OP's arguments. */
export const BINARY_OPERATORS = {
  ADD: '+',
  AND: '&',
  FLOORDIV: '//',
  LSHIFT: '<<',
  MATMUL: '@',
  MUL: '*',
  MOD: '%',
  OR: '|',
  POW: '**',
  RSHIFT: '>>',
  SUB: '-',
  TRUEDIV: '/',
  XOR: '^',
} as const;
export type BinaryOperator = (typeof BINARY_OPERATORS)[keyof typeof BINARY_OPERATORS];

const binaryOperators: readonly string[] = Object.values(BINARY_OPERATORS);
/** BINARY_OP's arguments: the operators, their in-place forms, subscript. */
export const BINARY_OPS: readonly string[] = [
  ...binaryOperators,
  ...binaryOperators.map((operator) => `${operator}=`),
  '[]',
];
export const BINARY_OP_INPLACE = 13;
export const BINARY_OP_SUBSCR = 26;

/** Comparisons. COMPARE_OP's operator is `arg >> COMPARE_SHIFT`. */
export const Comparison = {
  LT: 0,
  LE: 1,
  EQ: 2,
  NE: 3,
  GT: 4,
  GE: 5,
} as const;
/** As they are written, in that order. */
export const COMPARE_OPS = ['<', '<=', '==', '!=', '>', '>='] as const;
export type ComparisonOperator = (typeof COMPARE_OPS)[number];
export const COMPARE_SHIFT = 5;
/** Bit of the argument: the result is made a bool. */
export const COMPARE_TO_BOOL = 16;
/** The bits below: for which outcomes the comparison holds. */
export const CompareMask = { UNORDERED: 1, LESS: 2, GREATER: 4, EQUAL: 8 } as const;
const { UNORDERED, LESS, GREATER, EQUAL } = CompareMask;
/** By operator. */
export const COMPARE_MASKS = [
  LESS,
  LESS | EQUAL,
  EQUAL,
  UNORDERED | LESS | GREATER,
  GREATER,
  GREATER | EQUAL,
] as const;

/** SET_FUNCTION_ATTRIBUTE's argument: one of them. MAKE_FUNCTION's values on the stack, in the compiler: bits. */
export const FunctionAttribute = {
  DEFAULTS: 1,
  KWDEFAULTS: 2,
  ANNOTATIONS: 4,
  CLOSURE: 8,
  ANNOTATE: 16,
} as const;

/** CALL_INTRINSIC_1's arguments, in the order of their numbers. */
export const INTRINSICS_1 = [
  'INTRINSIC_1_INVALID',
  'INTRINSIC_PRINT',
  'INTRINSIC_IMPORT_STAR',
  'INTRINSIC_STOPITERATION_ERROR',
  'INTRINSIC_ASYNC_GEN_WRAP',
  'INTRINSIC_UNARY_POSITIVE',
  'INTRINSIC_LIST_TO_TUPLE',
  'INTRINSIC_TYPEVAR',
  'INTRINSIC_PARAMSPEC',
  'INTRINSIC_TYPEVARTUPLE',
  'INTRINSIC_SUBSCRIPT_GENERIC',
  'INTRINSIC_TYPEALIAS',
] as const;

/** CALL_INTRINSIC_2's. */
export const INTRINSICS_2 = [
  'INTRINSIC_2_INVALID',
  'INTRINSIC_PREP_RERAISE_STAR',
  'INTRINSIC_TYPEVAR_WITH_BOUND',
  'INTRINSIC_TYPEVAR_WITH_CONSTRAINTS',
  'INTRINSIC_SET_FUNCTION_TYPE_PARAMS',
  'INTRINSIC_SET_TYPEPARAM_DEFAULT',
] as const;

/** LOAD_SPECIAL's arguments. */
export const SPECIAL_METHODS = ['__enter__', '__exit__', '__aenter__', '__aexit__'] as const;
/** LOAD_COMMON_CONSTANT's. */
export const COMMON_CONSTANTS = ['AssertionError', 'NotImplementedError', 'tuple', 'all', 'any'] as const;
