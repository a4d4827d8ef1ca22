/**
 * Reads the objects of rewritten assembly through llvm-readobj's JSON: sections with their bytes, symbols,
 * relocations.
 */

export interface ElfRelocation {
  readonly offset: number;
  /** E.g. `R_X86_64_PLT32`. */
  readonly type: string;
  readonly symbol: string;
  readonly addend: number;
}

export interface ElfSection {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly alignment: number;
  readonly relocations: readonly ElfRelocation[];
}

export interface ElfSymbol {
  readonly name: string;
  /** Name of its section; '' for undefined symbols. */
  readonly section: string;
  readonly value: number;
}

export interface ElfObject {
  readonly sections: readonly ElfSection[];
  readonly symbols: readonly ElfSymbol[];
}

/** The part of llvm-readobj's output that is read. */
interface Named {
  readonly Name: string;
  readonly Value: number;
}
interface RawRelocation {
  readonly Relocation: {
    readonly Offset: number;
    readonly Type: Named;
    readonly Symbol: Named;
    readonly Addend: number;
  };
}
interface RawObject {
  readonly Sections: readonly {
    readonly Section: {
      readonly Index: number;
      readonly Name: Named;
      readonly AddressAlignment: number;
      readonly Relocations?: readonly RawRelocation[];
      readonly SectionData?: { readonly Bytes: readonly number[] };
    };
  }[];
  readonly Symbols: readonly {
    readonly Symbol: { readonly Name: Named; readonly Value: number; readonly Section: Named };
  }[];
}

export const READOBJ_FLAGS = [
  '--elf-output-style=JSON',
  '--sections',
  '--section-data',
  '--section-relocations',
  '--expand-relocs',
  '--symbols',
];

export function parseObject(json: string): ElfObject {
  // Addends come as unsigned 64-bit numbers, which JSON.parse would round.
  const exact = json.replace(
    /"Addend":(\d+)/g,
    (_, digits) => `"Addend":${BigInt.asIntN(64, BigInt(digits))}`,
  );
  const [raw] = JSON.parse(exact) as [RawObject];
  const wanted = raw.Sections.filter(({ Section }) => /^\.(text\.|rodata)/.test(Section.Name.Name));
  const relocations = new Map(
    raw.Sections.map(({ Section }) => [Section.Name.Name, Section.Relocations ?? []]),
  );
  return {
    sections: wanted.map(({ Section }) => ({
      name: Section.Name.Name,
      bytes: Uint8Array.from(Section.SectionData?.Bytes ?? []),
      alignment: Section.AddressAlignment,
      relocations: (relocations.get(`.rela${Section.Name.Name}`) ?? []).map(({ Relocation }) => ({
        offset: Relocation.Offset,
        type: Relocation.Type.Name,
        symbol: Relocation.Symbol.Name,
        addend: Relocation.Addend,
      })),
    })),
    symbols: raw.Symbols.map((entry) => entry.Symbol)
      .filter((symbol) => symbol.Name.Name !== '')
      .map((symbol) => ({
        name: symbol.Name.Name,
        section: symbol.Section.Name === 'Undefined' ? '' : symbol.Section.Name,
        value: symbol.Value,
      })),
  };
}
