/** How the tables of ts/contract are spelt in C. Every export is listed: what C needs not to know as `typescriptOnly`. */
import type { CText, Item } from './c-text.ts';
import {
  agrees,
  constant,
  enumeration,
  keyTexts,
  layout,
  ordered,
  record,
  typescriptOnly,
  words,
} from './c-text.ts';
import { loadModule } from './source.ts';

const FILES: Readonly<Record<string, readonly Item[]>> = {
  'words.ts': [
    words('Word', 'V_'),
    enumeration('Tag', 'TAG_'),
    constant('FIXNUM_BITS'),
    constant('FLONUM_ZERO', 'FLONUM_ZERO', 'uint64_t'),
    constant('FLONUM_BIAS_HI'),
  ],
  'cells.ts': [
    enumeration('CellKind', 'KIND_', 'CellKind', 'KIND_COUNT'),
    enumeration('IterOp', 'ITER_'),
    enumeration('AttrKind', 'ATTR_', 'AttrKind'),
    enumeration('BlankCall', 'BLANK_CALL_'),
  ],
  'code.ts': [
    enumeration('CodeFlag', 'CO_'),
    typescriptOnly('isGeneratorLike'),
    typescriptOnly('isTwin'),
    enumeration('LocalKind', 'LOCAL_'),
    enumeration('CompileMode', 'COMPILE_'),
  ],
  'blob.ts': [
    constant('BLOB_MAGIC'),
    enumeration('ConstantTag', 'BLOB_'),
    record('ExceptionWords', 'ExcRange'),
    constant('POSITION_NUMBERS'),
  ],
  'library-image.ts': [
    constant('LIBRARY_MAGIC'),
    typescriptOnly('LIBRARY_ALIGNMENT'),
    enumeration('LibraryHeader', 'LIBRARY_HEADER_'),
    enumeration('LibraryModule', 'LIBRARY_MODULE_'),
    enumeration('LibraryText', 'LIBRARY_TEXT_'),
    constant('LONGEST_TEXT', 'LIBRARY_LONGEST_TEXT'),
    typescriptOnly('textKey'),
  ],
  'kept-code.ts': [
    constant('DIGEST_BYTES', 'KEPT_DIGEST_BYTES'),
    enumeration('KeptEntry', 'KEPT_ENTRY_'),
    constant('STAMP_BYTES', 'KEPT_STAMP_BYTES'),
    constant('SETTLED_SECONDS', 'KEPT_SETTLED_SECONDS'),
  ],
  'frames.ts': [
    enumeration('FrameFlag', 'FRAME_'),
    constant('FRAME_OPERATOR_SHIFT'),
    constant('FRAME_OPERAND_SHIFT'),
    constant('FRAME_FINISH_SHIFT'),
    enumeration('Finish', 'FINISH_'),
    enumeration('TextOf', 'TEXT_OF_'),
    enumeration('Indexed', 'INDEXED_'),
    enumeration('SpecialCall', 'SPECIAL_CALL_'),
    enumeration('Operand', 'OPERAND_'),
    layout('FrameOffset', 'Frame'),
    constant('FRAME_HEADER_WORDS'),
    enumeration('FrameMark', 'FRAME_'),
    agrees('GENERATOR_FRAME', 'offsetof(Generator, frame)'),
    agrees('GENERATOR_SLOTS', 'offsetof(Generator, frame.slots)'),
    enumeration('GeneratorState', 'GEN_'),
    typescriptOnly('frameBytes'),
  ],
  'operators.ts': [
    ordered('BINARY_OPERATORS', 'OP_', 'BinOp', {
      BINARY_OP_INPLACE: 'OP_INPLACE_FIRST',
      BINARY_OP_SUBSCR: 'OP_SUBSCR',
    }),
    typescriptOnly('BINARY_OPS'),
    typescriptOnly('BINARY_OP_INPLACE'), // with BinOp
    typescriptOnly('BINARY_OP_SUBSCR'),
    enumeration('Comparison', 'CMP_', 'CmpOp'),
    typescriptOnly('COMPARE_OPS'),
    constant('COMPARE_SHIFT'),
    constant('COMPARE_TO_BOOL'),
    enumeration('CompareMask', 'COMPARE_'),
    typescriptOnly('COMPARE_MASKS'),
    enumeration('FunctionAttribute', 'FUNCTION_'),
    ordered('INTRINSICS_1', ''),
    ordered('INTRINSICS_2', ''),
    typescriptOnly('SPECIAL_METHODS'), // generate/interpreter.ts writes them
    ordered('COMMON_CONSTANTS', 'COMMON_'),
  ],
  'exits.ts': [
    enumeration('Loc', 'LOC_'),
    enumeration('LocBits', 'LOC_'),
    ordered('REPRS', 'REPR_'),
    enumeration('ExitKind', 'EXIT_'),
    ordered('VIRTUAL_KINDS', 'VIRTUAL_'),
    ordered('STORE_FIELDS', 'STORE_'),
    record('ExitTableWords', 'ExitTable', { tail: 'uint64_t constants[]' }),
    record('ExitEntryWords', 'ExitEntry'),
    record('ExitRecordWords', 'ExitRecord'),
    record('ExitFrameWords', 'ExitFrame', { tail: 'uint32_t slots[]' }),
    record('ExitVirtualWords', 'ExitVirtual', { tail: 'uint32_t fields[]' }),
    record('ExitStoreWords', 'ExitStore'),
  ],
  'recordings.ts': [
    constant('RECORD_TOP_VALUES'),
    record('RecordWords', 'RecordEntry', {
      fields: {
        opcode: 'uint16_t opcode; int16_t depth',
        top: 'uint64_t top[RECORD_TOP_VALUES]',
        callable: 'uint64_t callable',
        self: 'uint64_t self',
      },
    }),
    constant('RECORD_ENTRY_RAISED'),
    typescriptOnly('RECORD_OPCODE_MASK'),
    agrees('RECORD_DEPTH_SHIFT', '8 * (offsetof(RecordEntry, depth) - offsetof(RecordEntry, opcode))'),
    ordered('RECORD_ENDS', 'RECORD_'),
    ordered('ANCHOR_KINDS', 'ANCHOR_'),
  ],
  'traces.ts': [
    enumeration('JitEvent', 'JIT_EVENT_'),
    record('TraceLinkWords', 'TraceLink'),
    constant('NO_TRACE'),
    enumeration('Stress', 'STRESS_'),
  ],
  'host-questions.ts': [enumeration('HostQuestion', 'HOST_ASK_'), constant('NOT_GRANTED')],
  'stops.ts': [enumeration('StopCause', 'STOP_', 'StopCause')],
  'give-up.ts': [keyTexts('GIVE_UPS', 'Code memory', 'GIVE_UP_')],
  'limits.ts': [
    constant('RECORD_MAX_ENTRIES'),
    constant('RECORD_MAX_DEPTH'),
    constant('EXIT_MAX_VALUES'),
    constant('EXIT_MAX_VIRTUALS'),
    constant('EXIT_PAST_FRAME_FIELDS'),
    constant('EXIT_PAST_FRAME_VALUES'),
    constant('TRACE_ROOM_WORDS'),
    constant('TRACE_FRAME_WORDS'),
    constant('GEN_SPILL_WORDS'),
    constant('TRACE_SPILL_WORDS'),
    constant('CODE_MAX_EXECUTORS'),
    constant('X64_REGION_BYTES'),
    constant('X64_REACH'),
    constant('ARM64_REGION_BYTES'),
    constant('ARM64_REACH'),
  ],
};

export interface Section {
  readonly file: string;
  readonly texts: readonly CText[];
}

/** All of the contract in C. Throws for an export that is not listed, and for a listed one that is none. */
export async function renderContract(): Promise<Section[]> {
  const sections: Section[] = [];
  for (const [file, items] of Object.entries(FILES)) {
    const module = await loadModule(file);
    const listed = new Set(items.map(({ name }) => name));
    for (const name of Object.keys(module.exports))
      if (!listed.has(name)) throw new Error(`${file}: ${name} is not in scripts/contract/declarations.ts`);
    for (const name of listed) if (!(name in module.exports)) throw new Error(`${file} has no ${name}`);
    sections.push({ file, texts: items.map((item) => item.render(module)) });
  }
  return sections;
}
