/** What is used here of WebAssembly, of which the types for Node say little. */
interface WebAssemblyApi {
  readonly Module: {
    new (bytes: Uint8Array): object;
    imports(module: object): { readonly name: string }[];
  };
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  readonly RuntimeError: ErrorConstructor;
}

export const { Module, Instance, RuntimeError } = (
  globalThis as unknown as { WebAssembly: WebAssemblyApi }
).WebAssembly;
