// A function from text that is the server's own printing of a formula its reader accepted.
// FORMULA_HELPERS stands at the top of the module.
export const compile = (text) => new Function(`${FORMULA_HELPERS}return ${text}`)();
