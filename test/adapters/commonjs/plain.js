const { spanFn } = require('spanfn');

class Plain {
  @spanFn
  run() {
    return 1;
  }
}
exports.plain = () => new Plain().run();
