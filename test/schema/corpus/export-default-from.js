export value from 'module';
export other, { named } from 'module';
export both, * as space from 'module';
@decorated class A { @decorated method() {} }
const element = <a b={c} />;
