/**
 * Tier 2's conductor: a recording ends → trace → optimizer → registers → machine code → installed. Keeps what bridges need to know of
 * their parents, prints dumps, counts why compilations gave up. Loaded when the first recording ends.
 */
import { readFileSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { CodeObject } from '../compiler/code-object.ts';
import { isGeneratorLike } from '../contract/code.ts';
import { ExitKind } from '../contract/exits.ts';
import { FrameFlag, frameBytes } from '../contract/frames.ts';
import {
  ARM64_REACH,
  ARM64_REGION_BYTES,
  GEN_SPILL_WORDS,
  MAX_BRIDGE_DEPTH,
  MAX_BRIDGES,
  TRACE_FRAME_WORDS,
  TRACE_SPILL_WORDS,
  X64_REACH,
  X64_REGION_BYTES,
} from '../contract/limits.ts';
import { ANCHOR_KINDS } from '../contract/recordings.ts';
import { JitEvent, TraceLinkWords } from '../contract/traces.ts';
import { Tag } from '../contract/words.ts';
import { beyondExits } from '../emit/exit-limits.ts';
import type { Exit } from '../emit/exit-table.ts';
import { type Layout, planLayout } from '../emit/layout.ts';
import { StencilLibrary } from '../emit/library.ts';
import { type Allocation, allocateRegisters, type FrameInfo } from '../emit/linear-scan.ts';
import type { Place } from '../emit/parallel-move.ts';
import { resolveSymbols, type SymbolAddresses } from '../emit/symbols.ts';
import type { NativeJit, NativeRecording } from '../native/jit.ts';
import { type InheritedState, inherit } from '../optimizer/inherit.ts';
import { type OptimizedTrace, type Ref, T, type Trace } from '../optimizer/ir.ts';
import { optimize, PASSES, type PassName } from '../optimizer/optimize.ts';
import type { Anchor } from '../recorder/recorder.ts';
import { LEFT_LOOP, record } from '../recorder/recorder.ts';
import { Dumps } from './dumps.ts';
import { forceExits } from './force-exits.ts';
import { LoggedRecording } from './native-recording.ts';
import { NativeWorld, Volatility } from './native-world.ts';
import type { JitOptions, TierTwo } from './options.ts';
import { unoptimized } from './unoptimized.ts';

/** A trace that runs, as its bridges need it. */
interface Compiled {
  readonly id: number;
  readonly name: string;
  readonly trace: OptimizedTrace;
  readonly allocation: Allocation;
  readonly firstExit: number;
  readonly address: number;
  /** Anchor of the root trace: bridges run in its frame. */
  readonly codeId: number;
  readonly isGenerator: boolean;
  /** Bridges between the root trace and this one. */
  readonly depth: number;
  readonly tree: Tree;
}

/** A root trace and its bridges. */
interface Tree {
  bridges: number;
}

/** A trace and one of its exits. */
interface Parent {
  readonly compiled: Compiled;
  readonly exit: number;
}
const exitOf = ({ compiled, exit }: Parent): Exit => compiled.allocation.exits.exits[exit];

/** How far code memory may lie from the runtime. */
const CODE_REACH = process.arch === 'x64' ? X64_REGION_BYTES + X64_REACH : ARM64_REGION_BYTES + ARM64_REACH;
/** A bridge that is too large, or one too many, is so again. The next recording of a loop may take a shorter way. */
const HOPELESS: ReadonlySet<string> = new Set([
  'bridge-depth',
  'tree-size',
  'spills',
  'too-many-values',
  'too-many-virtuals',
]);
/** A loop that leaves in so many recordings is left as a rule. */
const MAX_LEFT = 4;
const targets: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64' };

export function createTierTwo(
  native: NativeJit,
  codes: readonly CodeObject[],
  options: JitOptions,
  root: string,
): TierTwo {
  return new Controller(native, codes, options, root);
}

class Controller implements TierTwo {
  private readonly volatility = new Volatility();
  private readonly compiled: (Compiled | undefined)[] = [];
  private readonly failures = new Map<string, number>();
  private readonly dumps: Dumps;
  private library: StencilLibrary | undefined;
  private symbols: SymbolAddresses | undefined;
  private readonly frameInfos = new Map<number, FrameInfo>();
  private nextExit = 0;
  /** Recordings that left their loop, by anchor. */
  private readonly leftLoops = new Map<string, number>();
  private readonly forcesExits: boolean;
  private nextForced = 0;
  /** An internal error has been shown. */
  private reported = false;
  private milliseconds = 0;
  /** Of the last recording. */
  private isBridge = false;

  constructor(
    private readonly native: NativeJit,
    private readonly codes: readonly CodeObject[],
    private readonly options: JitOptions,
    private readonly root: string,
  ) {
    this.dumps = new Dumps(options, codes);
    this.forcesExits = options.stress?.includes('exits') ?? false;
    if (options.exitThreshold !== undefined) native.jitControl('exit-threshold', options.exitThreshold);
    if (options.perf !== undefined && !native.jitControl('perf', options.perf)) {
      writeSync(2, `pystitch: cannot write a jitdump file in ${options.perf}\n`);
    }
  }

  onEvent(event: number, argument: number): void {
    if (event === JitEvent.INVALIDATED) this.onInvalidated(argument);
    else if (event === JitEvent.RETIRED) this.count('left-early');
    else if (event === JitEvent.REFUSED) this.count('code-is-full');
    else if (event === JitEvent.RECORDED) {
      // Not `performance`: its first use loads a module of Node's, for milliseconds.
      const start = process.hrtime();
      const reason = this.tryToCompile(argument);
      const [seconds, nanoseconds] = process.hrtime(start);
      this.milliseconds += seconds * 1e3 + nanoseconds / 1e6;
      if (reason !== undefined) {
        this.count(reason);
        // The next round will do.
        if (reason !== LEFT_LOOP)
          this.native.jitControl(this.isBridge && HOPELESS.has(reason) ? 'hopeless' : 'failed');
      }
    }
  }

  private count(reason: string): void {
    this.failures.set(reason, (this.failures.get(reason) ?? 0) + 1);
  }

  finish(): void {
    if (!this.dumps.wants('stats')) return;
    const stats = this.native.jitStats();
    if (!stats) return;
    const [traces, exits, recordings, invalidated, bytes] = stats;
    const reasons = [...this.failures]
      .sort((a, b) => b[1] - a[1])
      .map(([reason, count]) => `  ${count} × ${reason}`);
    this.dumps.print(
      'stats',
      [
        `${traces} traces from ${recordings} recordings, ${bytes} bytes of code, ${exits} exits taken, ${invalidated} invalidated`,
        `${this.milliseconds.toFixed(1)} ms compiling`,
        ...(reasons.length > 0 ? ['gave up:', ...reasons] : []),
      ].join('\n'),
    );
  }

  private onInvalidated(id: number): void {
    const trace = this.compiled[id]?.trace;
    for (const dependency of trace?.dependencies ?? []) {
      const at = (ref: Ref) => (trace as OptimizedTrace).consts[-1 - ref];
      if (dependency.kind === 'class') this.volatility.classChanged(at(dependency.cls));
      else this.volatility.globalChanged(at(dependency.dict), at(dependency.key));
    }
  }

  // ---- one compilation ----

  /** The program does not suffer from a mistake of the compiler: it goes on in tier 1. */
  private tryToCompile(reason: number): string | undefined {
    try {
      return this.compile(reason);
    } catch (error) {
      const wanted = process.env.PYSTITCH_DEBUG !== undefined || (this.options.dump?.length ?? 0) > 0;
      if (wanted && !this.reported) {
        this.reported = true;
        writeSync(2, `pystitch: internal error of the compiler\n${(error as Error)?.stack ?? error}\n`);
      }
      return 'internal-error';
    }
  }

  /** Gives the reason when it comes to nothing. */
  private compile(reason: number): string | undefined {
    const recording = this.native.jitRecording();
    if (!recording) return 'no-recording';
    const world = new NativeWorld(this.native, this.codes, this.volatility, recording, this.dumps.wantsTexts);
    const kind = ANCHOR_KINDS[recording.kind];
    this.isBridge = kind === 'bridge';
    const parent = this.isBridge ? this.parentOf(recording.exit) : undefined;
    if (this.isBridge && !parent) return 'no-parent';
    if (parent && parent.compiled.depth >= MAX_BRIDGE_DEPTH) return 'bridge-depth';
    if (parent && parent.compiled.tree.bridges >= MAX_BRIDGES) return 'tree-size';
    const place = `${recording.code}:${recording.unit}`;
    const left = this.leftLoops.get(place) ?? 0;
    const anchor = this.anchorOf(recording, parent, left === MAX_LEFT);
    const inherited = parent && (() => this.inherited(parent, world));
    const log = new LoggedRecording(recording, reason, (lo, hi) => world.describe(lo, hi));
    this.dumps.recording(anchor, log);
    const recorded = record(log, world, anchor, inherited);
    if ('failed' in recorded) {
      if (recorded.failed === LEFT_LOOP) this.leftLoops.set(place, left + 1);
      this.dumps.failed(anchor, recorded.failed);
      return recorded.failed;
    }
    this.dumps.trace('ir', recorded.trace);
    for (const pass of this.dumps.passes) {
      const partly = this.optimize(recorded.trace, world, PASSES.slice(PASSES.indexOf(pass) + 1));
      if (!('failed' in partly)) this.dumps.trace(`opt:${pass}`, partly);
    }
    const optimized = this.optimize(recorded.trace, world);
    if ('failed' in optimized) {
      this.dumps.failed(anchor, optimized.failed);
      return optimized.failed;
    }
    const beyond = beyondExits(optimized);
    if (beyond) {
      this.dumps.failed(anchor, beyond);
      return beyond;
    }
    this.dumps.trace('opt', optimized);
    const final = this.forcesExits ? forceExits(optimized, () => this.nextForced++) : optimized;
    return this.emit(final, recording, anchor, parent);
  }

  private optimize(trace: Trace, world: NativeWorld, later: readonly PassName[] = []) {
    if (this.options.optimize === false) return unoptimized(trace);
    const { disabledPasses, optLimit } = this.options;
    return optimize(trace, world, {
      without: [...((disabledPasses ?? []) as PassName[]), ...later],
      forcible: this.forcesExits,
      ...(optLimit === undefined ? {} : { limit: optLimit }),
    });
  }

  private anchorOf(recording: NativeRecording, parent: Parent | undefined, mayLeave: boolean): Anchor {
    const code = this.codes[recording.code];
    const kind = ANCHOR_KINDS[recording.kind];
    let line = code.firstLine;
    for (const position of code.positions) {
      if (position.start > recording.unit) break;
      line = position.line;
    }
    const name = `${basename(code.filename)}:${line} ${code.name}`;
    return {
      kind,
      codeId: parent ? parent.compiled.codeId : recording.code,
      unit: recording.unit,
      name,
      stackDepth: recording.stackDepth,
      mayLeave,
      raising: parent !== undefined && exitOf(parent).kind === ExitKind.RAISE,
    };
  }

  private inherited(parent: Parent, world: NativeWorld): InheritedState {
    const { trace, allocation } = parent.compiled;
    const { kind, snapshot } = exitOf(parent);
    const slotBase = (shape: number): number => world.shape(shape)?.slotBase ?? 0;
    if (kind !== ExitKind.RAISE) return inherit(trace, snapshot, slotBase);
    return inherit(trace, snapshot, slotBase, (ref) => allocation.exits.placeOf(parent.exit, ref) !== null);
  }

  private parentOf(exit: number): Parent | undefined {
    for (const compiled of this.compiled) {
      if (!compiled) continue;
      const index = exit - compiled.firstExit;
      if (index >= 0 && index < compiled.allocation.exits.length) return { compiled, exit: index };
    }
    return undefined;
  }

  private emit(
    trace: OptimizedTrace,
    recording: NativeRecording,
    anchor: Anchor,
    parent: Parent | undefined,
  ): string | undefined {
    const library = this.loadLibrary();
    const code = this.codes[anchor.codeId];
    const extent = frameBytes(code.localsplusNames.length, code.stacksize);
    const isGenerator = isGeneratorLike(code.flags);
    const places: Place[] = [];
    for (const { source } of parent ? trace.params : []) {
      const place = parent?.compiled.allocation.exits.placeOf(parent.exit, source);
      if (place === undefined || place === null) return 'inherited-value-is-nowhere';
      places.push(place);
    }
    // Behind a root frame on the stack: room for the frames that a trace writes itself, then its spills. The same for a trace and its
    // bridges, which inherit spilled values. Behind a generator's frame: spills only.
    const { frames } = trace.end.snapshot;
    let words = 0;
    for (const frame of frames.slice(1)) words += this.frameInfo(frame.code).extent / 8;
    const goesOn = trace.end.kind === 'call' || (trace.end.kind === 'link' && frames.length > 1);
    const onStack = !isGenerator && frames.every(({ flags }) => !(flags & FrameFlag.OWNED_BY_GENERATOR));
    const written = goesOn && onStack && words <= TRACE_FRAME_WORDS;
    const spillBase = isGenerator ? extent : extent + 8 * TRACE_FRAME_WORDS;
    const allocation = allocateRegisters(trace, {
      library,
      spillBase,
      frames: (id: number) => this.frameInfo(id),
      writesFrames: written,
      ...(parent ? { inherited: places } : {}),
      withTexts: this.dumps.wants('regs') || this.dumps.wants('asm'),
    });
    if (allocation.slots > (isGenerator ? GEN_SPILL_WORDS : TRACE_SPILL_WORDS)) return 'spills';
    const symbols = this.symbols ?? this.resolve(library);
    if (typeof symbols === 'string') return symbols;
    const layout = planLayout(allocation.code, allocation.exits, library, symbols);
    const block = this.native.jitAllocate(layout.size);
    if (typeof block === 'string') return block;
    const address = (block[2] >>> 0) * 0x100000000 + (block[1] >>> 0);
    const firstExit = this.nextExit;
    const bytes = new Uint8Array(layout.size);
    layout.write(bytes, address, firstExit, (target) => this.compiled[target]?.address ?? 0);
    const id = this.native.jitInstall({
      kind: recording.kind,
      code: anchor.codeId,
      unit: anchor.unit,
      exit: recording.exit,
      entryOffset: 0,
      loopExit: allocation.loopExit,
      bytes,
      table: allocation.exits.serialize(firstExit),
      roots: rootsOf(trace),
      stubs: Uint32Array.from(layout.stubOffsets),
      links: linkRows(layout.links, allocation.code.links),
      name: `${anchor.kind === 'bridge' ? 'bridge' : 'trace'} ${trace.name}`,
    });
    if (id < 0) return 'install';
    this.nextExit += allocation.exits.length;
    const tree = parent?.compiled.tree ?? { bridges: 0 };
    if (parent) tree.bridges++;
    this.compiled[id] = {
      id,
      name: trace.name,
      trace,
      allocation,
      firstExit,
      address,
      codeId: anchor.codeId,
      isGenerator,
      depth: parent ? parent.compiled.depth + 1 : 0,
      tree,
    };
    this.dumps.code(id, trace, allocation, layout, bytes, address, library, firstExit);
    this.depend(id, trace);
    return undefined;
  }

  private frameInfo(id: number): FrameInfo {
    const known = this.frameInfos.get(id);
    if (known) return known;
    const words = this.native.jitPart('code', 0, 0, id) as number[];
    const address = (at: number): number => (words[at + 1] >>> 0) * 0x100000000 + (words[at] >>> 0);
    const { localsplusNames, stacksize } = this.codes[id];
    const info = {
      address: address(0),
      units: address(2),
      extent: frameBytes(localsplusNames.length, stacksize),
    };
    this.frameInfos.set(id, info);
    return info;
  }

  private depend(id: number, trace: OptimizedTrace): void {
    const at = (ref: Ref) => trace.consts[-1 - ref];
    for (const dependency of trace.dependencies) {
      if (dependency.kind === 'class') {
        const cls = at(dependency.cls);
        if (!this.native.jitWatchClass(id, cls.lo, cls.hi)) this.native.jitControl('invalidate', id);
      } else {
        const dict = at(dependency.dict);
        const key = at(dependency.key);
        this.volatility.watch(dict, key);
        if (!this.native.jitWatchDict(id, dict.lo, dict.hi, key.lo, key.hi))
          this.native.jitControl('invalidate', id);
      }
    }
  }

  private loadLibrary(): StencilLibrary {
    if (!this.library) {
      const file = join(this.root, 'build', 'stencils', `${targets[process.arch]}.bin`);
      this.library = new StencilLibrary(readFileSync(file));
    }
    return this.library;
  }

  private resolve(library: StencilLibrary): SymbolAddresses | string {
    const addresses = new Map<string, number>();
    const flat = this.native.jitSymbols();
    for (let i = 0; i < flat.length; i += 3) {
      const hi = (flat[i + 2] as number) >>> 0;
      addresses.set(flat[i] as string, hi * 0x100000000 + ((flat[i + 1] as number) >>> 0));
    }
    const near = addresses.get('jit_exit') ?? 0;
    this.symbols = resolveSymbols(
      library,
      (name) => addresses.get(name),
      near - CODE_REACH,
      near + CODE_REACH,
    );
    return this.symbols;
  }
}

/** Rows of TraceLinkWords. */
function linkRows(links: Layout['links'], targets: readonly number[]): Uint32Array {
  const rows = new Uint32Array(links.length * TraceLinkWords.WORDS);
  links.forEach(({ offset, link, exit }, i) => {
    const row = i * TraceLinkWords.WORDS;
    rows[row + TraceLinkWords.offset] = offset;
    rows[row + TraceLinkWords.target] = targets[link];
    rows[row + TraceLinkWords.exit] = exit;
  });
  return rows;
}

/** Words of the cells that the trace's code and exits refer to: alive as long as the trace. */
function rootsOf(trace: OptimizedTrace): Uint32Array {
  const words: number[] = [];
  for (const c of trace.consts)
    if (c.repr === 'val' && (c.lo & Tag.MASK) === Tag.CELL && c.type !== T.NULL) words.push(c.lo, c.hi);
  return Uint32Array.from(words);
}
