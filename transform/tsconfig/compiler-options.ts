/** The few compiler options that change what a single file becomes. */
export interface CompilerOptions {
  readonly experimentalDecorators?: boolean;
  readonly emitDecoratorMetadata?: boolean;
  readonly useDefineForClassFields?: boolean;
  readonly verbatimModuleSyntax?: boolean;
  readonly target?: string;
  readonly jsx?: 'preserve' | 'react-native' | 'react' | 'react-jsx' | 'react-jsxdev';
  readonly jsxFactory?: string;
  readonly jsxFragmentFactory?: string;
  readonly jsxImportSource?: string;
}

/** Whether class fields are defined as the language says, or assigned as TypeScript once did. */
export function definesClassFields({ useDefineForClassFields, target }: CompilerOptions): boolean {
  return useDefineForClassFields ?? !/^es(3|5|6|20(1\d|2[01]))$/i.test(target ?? 'esnext');
}
