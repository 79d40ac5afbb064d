export default @decorate class {}
