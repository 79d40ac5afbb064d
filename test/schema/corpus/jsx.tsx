const empty = <a />; const pair = <a></a>; const text = <a>text &amp; &nbsp; entity {'string'} </a>; const fragment = <></>; const filled = <>text<b />{x}<></></>;
const attributes = <a b c="text" d='single' e={1} f={x => x} g=<h /> i=<>j</> {...k} data-x="&quot;" xlink:href="y" {...{ l: 1 }} />;
const member = <A.B.C x />; const member2 = <a.b></a.b>; const namespaced = <svg:rect a:b="c"></svg:rect>; const thisMember = <this.Component />; const thisElement = <this />;
const children = <ul>{items.map((item) => <li key={item}>{item}</li>)}{/* comment */}{}{...spread}{cond ? <a /> : null}{cond && <b></b>}</ul>;
const generic = <Table<Row> rows={rows} />; const genericPair = <Table<Row, string>></Table>;
const dashed = <custom-element some-attr="x" />; const nested = <a><b><c /></b></a>; const attrText = <a b="line
break" />;
const nl = <p>
  line one
  {' '}
  line two &#x41; &#65;
</p>;
function Component<T,>({ a, ...rest }: Props<T>) { return <Context.Provider value={a}><Inner {...rest} render={() => <></>} /></Context.Provider>; }
const generics = <T,>(a: T) => <a>{a as any}</a>;
