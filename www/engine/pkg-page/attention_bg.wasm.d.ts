/* tslint:disable */
/* eslint-disable */
export const memory: WebAssembly.Memory;
export const __wbg_engine_free: (a: number, b: number) => void;
export const __wbg_trace_free: (a: number, b: number) => void;
export const engine_attend: (a: number, b: any, c: any) => [number, number, number];
export const engine_defaultMemory: (a: number) => any;
export const engine_defaultScenario: (a: number) => any;
export const engine_design: (a: number) => any;
export const engine_embed: (a: number, b: any) => [number, number, number];
export const engine_features: (a: number) => any;
export const engine_new: () => number;
export const engine_setMarks: (a: number, b: number) => void;
export const engine_steps: (a: number) => any;
export const trace_explain: (a: number, b: any, c: any, d: any, e: any) => [number, number, number];
export const trace_read: (a: number, b: any, c: any) => [number, number, number];
export const trace_scenario: (a: number) => any;
export const trace_softmaxRow: (a: number, b: any, c: any) => [number, number, number];
export const __wbindgen_malloc: (a: number, b: number) => number;
export const __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
export const __wbindgen_free: (a: number, b: number, c: number) => void;
export const __wbindgen_exn_store: (a: number) => void;
export const __externref_table_alloc: () => number;
export const __wbindgen_externrefs: WebAssembly.Table;
export const __externref_table_dealloc: (a: number) => void;
export const __wbindgen_start: () => void;
