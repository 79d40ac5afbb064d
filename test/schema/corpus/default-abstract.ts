export default abstract class {}
