export const jsx = (tag, { id, children }) => `<${tag} id="${id}">${children}</${tag}>`;
export { jsx as jsxDEV };
